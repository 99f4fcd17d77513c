package io.watchword.view.access;

import static io.watchword.contract.Checks.checkArgument;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a credential lets its holder do, and with which streams. As text: {@code read:*}, {@code
 * read:stream:ID}, {@code search}, {@code ask}, {@code subscribe}, {@code admin}, {@code metrics},
 * or {@code all}.
 *
 * @param everyStream whether all streams may be read, also later ones
 * @param streamIds which may be read where not all may
 * @param needs what may be done beside reading
 */
public record Scopes(boolean everyStream, Set<String> streamIds, Set<Need> needs) {
    private static final String READ_ALL = "read:*";
    private static final String READ_ONE = "read:stream:";
    private static final String EVERYTHING = "all";

    /** What stands for itself in a scope. */
    private static final Set<Need> NAMED =
            EnumSet.of(Need.SEARCH, Need.ASK, Need.SUBSCRIBE, Need.ADMIN, Need.METRICS);

    public static final Scopes NONE = new Scopes(false, Set.of(), Set.of());
    public static final Scopes ALL = new Scopes(true, Set.of(), NAMED);

    public Scopes {
        streamIds = Set.copyOf(streamIds);
        needs = Set.copyOf(needs);
        checkArgument(NAMED.containsAll(needs), "a scope cannot give %s", needs);
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException naming the first that is none
     */
    public static Scopes parse(Collection<String> texts) {
        boolean every = false;
        Set<String> streams = new TreeSet<>();
        Set<Need> needs = EnumSet.noneOf(Need.class);
        for (String text : texts) {
            if (text.equals(EVERYTHING)) {
                every = true;
                needs.addAll(NAMED);
            } else if (text.equals(READ_ALL)) {
                every = true;
            } else if (text.startsWith(READ_ONE) && text.length() > READ_ONE.length()) {
                streams.add(text.substring(READ_ONE.length()));
            } else {
                needs.add(named(text));
            }
        }
        return new Scopes(every, streams, needs);
    }

    private static Need named(String text) {
        for (Need need : NAMED) {
            if (name(need).equals(text)) {
                return need;
            }
        }
        throw new IllegalArgumentException(
                "scope \""
                        + text
                        + "\": required read:*, read:stream:ID, search, ask, subscribe, admin,"
                        + " metrics or all");
    }

    private static String name(Need need) {
        return need.name().toLowerCase(Locale.ROOT);
    }

    /** Both together. */
    public Scopes and(Scopes other) {
        Set<String> streams = new TreeSet<>(streamIds);
        streams.addAll(other.streamIds);
        Set<Need> both = EnumSet.noneOf(Need.class);
        both.addAll(needs);
        both.addAll(other.needs);
        return new Scopes(everyStream || other.everyStream, streams, both);
    }

    /** Whether a way in that has this need is open; which streams show there is another matter. */
    public boolean allow(Need need) {
        return switch (need) {
            case OPEN -> true;
            case READ -> everyStream || !streamIds.isEmpty();
            case PEER -> false;
            case SEARCH, ASK, SUBSCRIBE, ADMIN, METRICS -> needs.contains(need);
        };
    }

    /** As {@link #parse} takes them. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        if (everyStream) {
            texts.add(READ_ALL);
        }
        streamIds.stream().sorted().map(READ_ONE::concat).forEach(texts::add);
        needs.stream().sorted().map(Scopes::name).forEach(texts::add);
        return texts;
    }
}

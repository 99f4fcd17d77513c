package io.watchword.view.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a view must remember of callers, over restarts and at all of its instances: which sessions
 * were ended before their time, and what people from an identity provider were last granted, whose
 * subscriptions go on while they are away. Thread-safe. Holds {@value #MAX} records at most; then
 * the oldest is forgotten.
 */
public final class SharedAccess {
    static final int MAX = 100_000;

    private static final Logger logger = LoggerFactory.getLogger(SharedAccess.class);
    private static final String ENDED = "ended:";
    private static final String SEEN = "seen:";
    private static final Duration SEEN_AGAIN = Duration.ofHours(6);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Duration unseen;
    private final Clock clock;
    private final Map<String, Known> all = // guarded by this
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                    return size() > MAX;
                }
            };
    private final Set<String> untold = new LinkedHashSet<>(); // guarded by this
    private @Nullable BiConsumer<String, byte @Nullable []> outlet; // guarded by this

    /**
     * One of either.
     *
     * @param until it is of no more use then
     * @param scopes none of a session
     */
    private record Known(Instant at, Instant until, Scopes scopes, boolean said) {}

    /**
     * @param unseen so long after somebody was last seen the subscriptions stop
     */
    public SharedAccess(Duration unseen, Clock clock) {
        this.unseen = requireNonNull(unseen, "unseen is null");
        this.clock = clock;
    }

    /** Ends a session here at once, and elsewhere as soon as it is heard of. */
    void end(String sessionId, Instant until) {
        put(
                ENDED + Secret.sha256(sessionId),
                new Known(clock.instant(), until, Scopes.NONE, false));
    }

    synchronized boolean isEnded(String sessionId) {
        return all.containsKey(ENDED + Secret.sha256(sessionId));
    }

    /** An identity provider vouched for somebody just now. */
    synchronized void see(String principal, Scopes scopes) {
        Instant now = clock.instant();
        Known before = all.get(SEEN + principal);
        boolean known =
                before != null
                        && before.scopes().equals(scopes)
                        && now.isBefore(before.at().plus(SEEN_AGAIN))
                        && now.isBefore(before.until());
        if (!known) {
            put(SEEN + principal, new Known(now, now.plus(unseen), scopes, false));
        }
    }

    /** What somebody was last granted; empty if that is too long ago. */
    synchronized Optional<Scopes> granted(String principal) {
        Known entry = all.get(SEEN + principal);
        if (entry == null) {
            return Optional.empty();
        }
        if (clock.instant().isBefore(entry.until())) {
            return Optional.of(entry.scopes());
        }
        if (!entry.said()) {
            all.put(SEEN + principal, new Known(entry.at(), entry.until(), entry.scopes(), true));
            logger.atWarn()
                    .addKeyValue("owner", principal)
                    .addKeyValue("seenAt", entry.at())
                    .log("owner was not seen for long, its subscriptions stop");
        }
        return Optional.empty();
    }

    /** When the subscriptions of somebody stop who is not seen again. */
    synchronized Optional<Instant> goOnUntil(String principal) {
        return Optional.ofNullable(all.get(SEEN + principal)).map(Known::until);
    }

    private synchronized void put(String key, Known entry) {
        all.remove(key); // to be the newest
        all.put(key, entry);
        if (outlet != null) {
            outlet.accept(key, encode(entry));
        } else if (untold.size() < MAX) {
            untold.add(key);
        }
    }

    /**
     * Takes over what the view remembers, called before {@link #tellTo} and for each record after.
     *
     * @param value null where it is forgotten
     */
    public synchronized void remember(String key, byte @Nullable [] value) {
        if (value == null) {
            all.remove(key);
            return;
        }
        try {
            JsonNode node = JSON.readTree(value);
            List<String> scopes = new ArrayList<>();
            node.path("scopes").forEach(scope -> scopes.add(scope.asText()));
            Instant at = Instant.ofEpochMilli(node.path("atMs").asLong());
            Instant until =
                    key.startsWith(SEEN)
                            ? at.plus(unseen)
                            : Instant.ofEpochMilli(node.path("untilMs").asLong());
            Known before = all.get(key);
            if (before == null || !before.at().isAfter(at)) {
                all.remove(key);
                all.put(key, new Known(at, until, Scopes.parse(scopes), false));
            }
        } catch (IOException | IllegalArgumentException e) {
            logger.atWarn().setCause(e).log("a record of who may come in cannot be read");
        }
    }

    /**
     * From now on tells what others must remember too; at once, what it heard before, and what can
     * be forgotten.
     *
     * @param told takes a key and a value, or null to forget it; must not block
     */
    public synchronized void tellTo(BiConsumer<String, byte @Nullable []> told) {
        outlet = told;
        Instant now = clock.instant();
        for (Map.Entry<String, Known> one : List.copyOf(all.entrySet())) {
            if (!now.isBefore(one.getValue().until())) {
                all.remove(one.getKey());
                told.accept(one.getKey(), null);
            } else if (untold.contains(one.getKey())) {
                told.accept(one.getKey(), encode(one.getValue()));
            }
        }
        untold.clear();
    }

    private static byte[] encode(Known entry) {
        ObjectNode node = JSON.createObjectNode();
        node.put("atMs", entry.at().toEpochMilli());
        node.put("untilMs", entry.until().toEpochMilli());
        entry.scopes().texts().forEach(node.putArray("scopes")::add);
        return node.toString().getBytes(UTF_8);
    }
}

package io.watchword.llm.prompt;

import static java.util.Objects.requireNonNull;

import io.watchword.llm.token.Tokenizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Words of people and screens to token ids. Whatever they spell, none of the ids is a token of the
 * prompt's own structure. The one place where such words enter a prompt. Thread-safe.
 */
final class PlainText {
    private final Tokenizer tokenizer;
    private final Set<String> reserved;
    private final Set<Integer> reservedIds = new HashSet<>();

    /**
     * @param more tokens besides the special ones that are part of the structure
     */
    PlainText(Tokenizer tokenizer, Collection<String> more) {
        this.tokenizer = requireNonNull(tokenizer, "tokenizer is null");
        this.reserved = new LinkedHashSet<>(tokenizer.specialTokens());
        this.reserved.addAll(more);
        for (String token : reserved) {
            int[] ids = tokenizer.encode(token);
            if (ids.length == 1) {
                reservedIds.add(ids[0]);
            }
        }
    }

    /** Ids of a text, none of them reserved. */
    int[] ids(String text) {
        int[] whole = tokenizer.encode(text);
        if (isPlain(whole)) {
            return whole;
        }
        int[] parts = divided(text);
        return isPlain(parts) ? parts : byCharacter(text);
    }

    /**
     * Ids of a text between fixed pieces, which may hold reserved tokens. As the tokenizer reads
     * the whole, so long as the text adds none to it.
     */
    int[] between(String before, String text, String after) {
        int[] start = tokenizer.encode(before);
        int[] end = tokenizer.encode(after);
        int[] whole = tokenizer.encode(before + text + after);
        int[] structure = concat(structure(start), structure(end));
        return Arrays.equals(structure(whole), structure)
                ? whole
                : concat(concat(start, ids(text)), end);
    }

    private boolean isPlain(int[] ids) {
        return IntStream.of(ids).noneMatch(reservedIds::contains);
    }

    private int[] structure(int[] ids) {
        return IntStream.of(ids).filter(reservedIds::contains).toArray();
    }

    /** Reserved tokens are cut after their first character, and the parts read apart. */
    private int[] divided(String text) {
        int[] ids = new int[0];
        String rest = text;
        while (!rest.isEmpty()) {
            int first = first(rest);
            int end = first < 0 ? rest.length() : rest.offsetByCodePoints(first, 1);
            ids = concat(ids, tokenizer.encode(rest.substring(0, end)));
            rest = rest.substring(end);
        }
        return ids;
    }

    private int first(String text) {
        return reserved.stream()
                .filter(token -> !token.isEmpty())
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
    }

    /** The last resort, where a tokenizer rewrites a text into what it reserves. */
    private int[] byCharacter(String text) {
        return text.codePoints()
                .mapToObj(Character::toString)
                .flatMapToInt(character -> IntStream.of(tokenizer.encode(character)))
                .filter(id -> !reservedIds.contains(id))
                .toArray();
    }

    private static int[] concat(int[] one, int[] other) {
        return IntStream.concat(IntStream.of(one), IntStream.of(other)).toArray();
    }
}

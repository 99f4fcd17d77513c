package io.watchword.view.search;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Base64;
import java.util.List;
import java.util.TreeSet;

/**
 * Where the next page begins. Of a ranking, by how many were shown, and which events were known
 * then: later ones would push others onto a page where they are shown again. Of the newest events,
 * by the last one shown.
 *
 * @param query fingerprint of the query that it goes on with
 * @param known number of the last event that was known at the first page
 * @param shown how many were, of a ranking
 * @param whenUs of the last event shown, Unix time in microseconds
 * @param eventId the last event shown; empty in a ranking
 */
public record PageToken(int query, long known, int shown, long whenUs, String eventId) {
    private static final int MOST_CHARACTERS = 2000;

    public PageToken {
        requireNonNull(eventId, "eventId is null");
    }

    /** Of everything that asks for the same hits. */
    public static int fingerprint(SearchQuery query) {
        // In order, since that of a Set differs from process to process.
        return List.of(
                        query.text(),
                        query.like().map(String::valueOf).orElse(""),
                        List.copyOf(new TreeSet<>(query.streamIds())),
                        query.from().map(String::valueOf).orElse(""),
                        query.to().map(String::valueOf).orElse(""),
                        List.copyOf(new TreeSet<>(query.labels())))
                .toString()
                .hashCode();
    }

    /** Safe in an address. */
    public String text() {
        String fields =
                Integer.toHexString(query)
                        + " "
                        + known
                        + " "
                        + shown
                        + " "
                        + whenUs
                        + " "
                        + eventId;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fields.getBytes(UTF_8));
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is none, or of another query
     */
    public static PageToken parse(String text, SearchQuery of) {
        PageToken token = parse(text);
        checkArgument(
                token.query == fingerprint(of),
                "page is of another query; required: the query that gave it, word for word");
        return token;
    }

    private static PageToken parse(String text) {
        checkArgument(text.length() <= MOST_CHARACTERS, "page has %d characters", text.length());
        try {
            String[] fields = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(" ", 5);
            checkArgument(fields.length == 5, "%d fields", fields.length);
            PageToken token =
                    new PageToken(
                            Integer.parseUnsignedInt(fields[0], 16),
                            Long.parseLong(fields[1]),
                            Integer.parseInt(fields[2]),
                            Long.parseLong(fields[3]),
                            fields[4]);
            checkArgument(token.shown >= 0, "%d shown", token.shown);
            return token;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "page is not what a search gave as next: " + e.getMessage(), e);
        }
    }
}

package io.watchword.view.feed;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.view.timeline.Position;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a follower has come on topic {@code events}: for each partition the offset it wants next.
 * A partition that is not named is followed from its end.
 */
public record Cursor(SortedMap<Integer, Long> nextOffsets) {
    private static final int MAX_PARTITIONS = 1024;

    public Cursor {
        nextOffsets = new TreeMap<>(nextOffsets);
        nextOffsets.forEach(Position::new); // throws where one is negative
    }

    /** Before anything was seen. */
    public static Cursor none() {
        return new Cursor(new TreeMap<>());
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is no cursor
     */
    public static Cursor parse(String text) {
        SortedMap<Integer, Long> next = new TreeMap<>();
        if (!text.isEmpty()) {
            for (String one : text.split("\\.", MAX_PARTITIONS + 1)) {
                String[] parts = one.split("-", -1);
                checkArgument(
                        parts.length == 2 && next.size() < MAX_PARTITIONS,
                        "required: a cursor such as 0-17.1-4; found: %s",
                        text.length() > 80 ? text.substring(0, 80) : text);
                try {
                    next.put(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            "required: a cursor such as 0-17.1-4; found: " + one, e);
                }
            }
        }
        return new Cursor(next);
    }

    /** Safe in a header, an address and a line of text. */
    public String text() {
        return nextOffsets.entrySet().stream()
                .map(one -> one.getKey() + "-" + one.getValue())
                .collect(Collectors.joining("."));
    }

    /** After the record at a position was seen. */
    public Cursor after(Position seen) {
        SortedMap<Integer, Long> next = new TreeMap<>(nextOffsets);
        next.merge(seen.partition(), seen.offset() + 1, Math::max);
        return new Cursor(next);
    }

    /** Past everything that either is past. */
    public Cursor merge(Cursor other) {
        if (nextOffsets.entrySet().stream()
                .allMatch(one -> one.getValue() <= other.next(one.getKey()))) {
            return other;
        }
        SortedMap<Integer, Long> next = new TreeMap<>(nextOffsets);
        other.nextOffsets.forEach((partition, offset) -> next.merge(partition, offset, Math::max));
        return new Cursor(next);
    }

    private long next(int partition) {
        Long next = nextOffsets.get(partition);
        return next == null ? -1 : next;
    }

    /** Whether the record at a position is already behind. */
    public boolean isPast(Position position) {
        Long next = nextOffsets.get(position.partition());
        return next != null && position.offset() < next;
    }
}

package io.watchword.view.subscribe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of one subscription on one stream.
 *
 * @param open whether what was told goes on, as far as the rule asks for an end
 * @param lastHit when what was told last happened
 * @param matched the newest events that matched, whether they were told or not, at most {@value
 *     #REMEMBERED}
 */
public record FiringState(boolean open, Optional<Instant> lastHit, List<Matched> matched) {
    public static final int REMEMBERED = 16;

    /** Before anything was told. */
    public static final FiringState ARMED = new FiringState(false, Optional.empty(), List.of());

    /** An event that matched. */
    public record Matched(String eventId, TimeSpan span, boolean part) {}

    public FiringState {
        requireNonNull(lastHit, "lastHit is null");
        matched = List.copyOf(matched);
    }
}

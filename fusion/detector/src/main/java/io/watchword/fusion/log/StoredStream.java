package io.watchword.fusion.log;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import java.util.List;
import java.util.Optional;

/**
 * What is stored of one stream.
 *
 * @param source as shown to people
 * @param bundles that encoded it, the newest first; at least one
 * @param span of media time, from the first stored segment to the last; there may be holes
 * @param clock where its media time lies on the wall clock, by start; empty where nobody knows
 */
public record StoredStream(
        String streamId,
        String source,
        List<StoredBundle> bundles,
        TimeSpan span,
        List<ClockStretch> clock) {
    /**
     * Embeddings of one bundle.
     *
     * @param span from its first stored segment to its last
     */
    public record StoredBundle(String name, String sha256, TimeSpan span) {
        public StoredBundle {
            requireNonNull(name, "name is null");
            requireNonNull(sha256, "sha256 is null");
            requireNonNull(span, "span is null");
        }
    }

    /**
     * A span of media time in which the wall clock goes in step with it.
     *
     * @param start wall clock at the start of the span
     */
    public record ClockStretch(TimeSpan span, WallClock start) {
        public ClockStretch {
            requireNonNull(span, "span is null");
            requireNonNull(start, "start is null");
        }

        /** Wall clock at the end of the span, Unix time in microseconds. */
        public long endUnixUs() {
            return start.unixUs() + span.durationUs();
        }
    }

    public StoredStream {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(source, "source is null");
        requireNonNull(span, "span is null");
        bundles = List.copyOf(bundles);
        clock = List.copyOf(clock);
        checkArgument(!bundles.isEmpty(), "stream %s is stored by no bundle", streamId);
    }

    /** Wall clock at a media time, Unix time in microseconds, by the last stretch before it. */
    public Optional<Long> unixUs(long mediaUs) {
        return clock.stream()
                .filter(stretch -> stretch.span().startUs() <= mediaUs)
                .reduce((before, after) -> after)
                .or(() -> clock.stream().findFirst())
                .map(stretch -> stretch.start().unixUs() + mediaUs - stretch.span().startUs());
    }
}

package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Gap;
import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the topics tell of a stream that went from worker to worker, read as the stages after ingest
 * read it: an epoch lower than the newest seen is a worker's that had lost the stream, and one id
 * is one segment or gap, however often it is written.
 */
final class Told {
    final List<Segment> segments = new ArrayList<>();
    final Collection<Gap> gaps;

    /** Segments of an epoch that was over. */
    final List<Segment> stale = new ArrayList<>();

    private Told(Collection<Gap> gaps) {
        this.gaps = gaps;
    }

    static Told of(Watching watching, String streamId) {
        Map<String, Gap> gaps = new LinkedHashMap<>();
        watching.gapsOf(streamId).forEach(gap -> gaps.put(gap.gapId(), gap));
        Told told = new Told(gaps.values());
        long newest = -1;
        for (Segment segment : watching.of(streamId)) {
            (segment.epoch() < newest ? told.stale : told.segments).add(segment);
            newest = Math.max(newest, segment.epoch());
        }
        return told;
    }

    /** Segments and gaps leave no media time untold and tell none twice. */
    void assertTiled() {
        assertThat(segments).extracting(Segment::segmentId).doesNotHaveDuplicates();
        List<TimeSpan> spans = new ArrayList<>();
        segments.forEach(segment -> spans.add(segment.span()));
        gaps.forEach(gap -> spans.add(afterTheLast(gap)));
        spans.sort(Comparator.comparingLong(TimeSpan::startUs));
        long reachedUs = 0;
        for (TimeSpan span : spans) {
            assertThat(span.startUs()).as("of %s, %s", segments, gaps).isEqualTo(reachedUs);
            reachedUs = span.endUs();
        }
    }

    /** A worker may die after a segment and before it has noted it: the segment holds. */
    private TimeSpan afterTheLast(Gap gap) {
        long startUs = gap.span().startUs();
        for (Segment segment : segments) {
            if (gap.reason() == Gap.Reason.NOT_WATCHED
                    && segment.epoch() < gap.epoch()
                    && segment.span().startUs() == startUs) {
                startUs = segment.span().endUs();
            }
        }
        return new TimeSpan(startUs, gap.span().endUs());
    }
}

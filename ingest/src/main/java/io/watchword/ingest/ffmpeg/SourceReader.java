package io.watchword.ingest.ffmpeg;

import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.ReadResult;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reads one source, of whatever kind, on the calling thread: opened, decoded, ended. */
final class SourceReader {
    private SourceReader() {}

    /**
     * @param shed what to leave out at the moment
     * @param nanoClock monotonic
     * @param reports all but the last, which is the result
     */
    static ReadResult read(
            MediaInput input,
            DecodeOrder order,
            Supplier<ShedLevel> shed,
            LongSupplier nanoClock,
            Consumer<DecoderReport> reports) {
        Container.Opening opening = Demuxer.open(input, order.config());
        if (opening instanceof Container.Opening.Opened opened) {
            try (Container container = opened.container()) {
                return read(container, order, shed, nanoClock, wanted(order, reports));
            }
        }
        return failed((Container.Opening.Refused) opening);
    }

    private static ReadResult read(
            Container container,
            DecodeOrder order,
            Supplier<ShedLevel> shed,
            LongSupplier nanoClock,
            Consumer<DecoderReport> reports) {
        java.util.Optional<Container.Opening.Refused> problem = container.problem(order.config());
        if (problem.isPresent()) {
            return failed(problem.get());
        }
        MediaInfo info = container.info();
        try (DecodeLoop loop = new DecodeLoop(container, order, info, shed, nanoClock, reports)) {
            return loop.run();
        }
    }

    private static ReadResult failed(Container.Opening.Refused refused) {
        return new ReadResult.Failed(refused.code(), refused.detail(), 0);
    }

    /** Leaves out what was told before the place at which this goes on. */
    private static Consumer<DecoderReport> wanted(
            DecodeOrder order, Consumer<DecoderReport> reports) {
        if (order.resume().isEmpty()) {
            return reports;
        }
        long first = order.resume().get().sequence();
        long fromUs = first * order.config().segmentUs();
        return report -> {
            boolean early =
                    report instanceof DecoderReport.Decoded decoded
                            ? decoded.segment().sequence() < first
                            : report instanceof DecoderReport.Hole hole
                                    && hole.span().endUs() <= fromUs;
            if (!early) {
                reports.accept(report);
            }
        };
    }
}

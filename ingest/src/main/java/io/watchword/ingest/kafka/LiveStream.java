package io.watchword.ingest.kafka;

import io.watchword.contract.Gap;
import io.watchword.contract.Ids;
import io.watchword.contract.Segment;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.watch.Ledger;
import io.watchword.ingest.watch.StreamClock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives what decoders say of a live stream its place: epoch, sequence and media time. What lies
 * between is told as gaps. The decoder's reports come from one thread at a time; acknowledgements
 * from the sender's.
 */
final class LiveStream implements SegmentSender.Acknowledgements {
    private static final Logger logger = LoggerFactory.getLogger(LiveStream.class);

    private final String streamId;
    private final String source;
    private final StreamClock clock;
    private final Ledger ledger;
    private final ProgressLog progressLog;
    private final IngestMetrics metrics;
    private final SegmentSender sender;
    private long epoch;
    private long epochStartUs;
    private long sequence;
    private boolean connected;
    private boolean shedding;
    private Gap.Reason reason = Gap.Reason.NOT_WATCHED;
    private String reasonDetail = "not watched";

    /**
     * @param from where the stream stood when it was last watched
     * @param senderOf makes the sender, which acknowledges to the stream it is given
     */
    LiveStream(
            StreamProgress from,
            String source,
            StreamClock clock,
            ProgressLog progressLog,
            IngestMetrics metrics,
            java.util.function.Function<SegmentSender.Acknowledgements, SegmentSender> senderOf) {
        this.streamId = from.streamId();
        this.source = source;
        this.clock = clock;
        this.epoch = from.epoch();
        this.ledger = new Ledger(from.reachedUs());
        this.progressLog = progressLog;
        this.metrics = metrics;
        this.sender = senderOf.apply(this);
    }

    Ledger ledger() {
        return ledger;
    }

    SegmentSender sender() {
        return sender;
    }

    synchronized long epoch() {
        return epoch;
    }

    /** Media time at which the epoch begins. */
    synchronized long epochStartUs() {
        return epochStartUs;
    }

    /**
     * A connection begins: what is missing until its first frame is the fault of what came before.
     */
    synchronized void connecting() {
        connected = false;
        shedding = false;
    }

    /** A connection ended; what is missing from here on is missing for this reason. */
    synchronized void disconnected(Gap.Reason why, String detail) {
        reason = why;
        reasonDetail = detail;
    }

    /** From now on, holes are left out on purpose, or no longer. */
    synchronized void shedding(boolean on) {
        shedding = on;
    }

    synchronized void report(DecoderReport report) throws InterruptedException {
        if (report instanceof DecoderReport.Run run) {
            begin(run);
        } else if (report instanceof DecoderReport.Decoded decoded && !decoded.segment().last()) {
            place(decoded.segment());
        } else if (report instanceof DecoderReport.Hole hole) {
            hole(later(hole.span()));
        }
    }

    private void begin(DecoderReport.Run run) throws InterruptedException {
        long nowNs = System.nanoTime();
        boolean first = !connected;
        epochStartUs =
                first
                        ? clock.connected(ledger.reachedUs(), nowNs)
                        : ledger.reachedUs() + run.holeUs();
        connected = true;
        sequence = 0;
        epoch++;
        progressLog.write(progress());
        Optional<TimeSpan> missing = ledger.missingBefore(epochStartUs);
        if (missing.isPresent()) {
            gap(
                    missing.get(),
                    first ? reason : Gap.Reason.HOLE,
                    first ? reasonDetail : "pts jumped");
        }
    }

    private StreamProgress progress() {
        return new StreamProgress(
                streamId,
                epoch,
                clock.originUnixUs(),
                ledger.reachedUs(),
                sequence,
                0,
                false,
                0,
                false);
    }

    private TimeSpan later(TimeSpan span) {
        return new TimeSpan(span.startUs() + epochStartUs, span.endUs() + epochStartUs);
    }

    private void place(Segment decoded) {
        long nowNs = System.nanoTime();
        String id = Ids.liveSegmentId(streamId, epoch, sequence);
        Segment placed = decoded.placed(id, epoch, sequence, epochStartUs);
        Optional<TimeSpan> missing = ledger.missingBefore(placed.span().startUs());
        if (missing.isPresent()) {
            gap(missing.get(), Gap.Reason.HOLE, "nothing decoded");
        }
        Segment timed = withClock(placed);
        sequence++;
        if (sender.offer(timed, clock.unixUs(nowNs), nowNs)) {
            ledger.processed(timed.span());
        } else {
            ledger.shed(timed.span());
            tell(timed.span(), Gap.Reason.SHED, "Kafka is too slow");
        }
    }

    /** The moment of arrival stands in for a camera that does not tell its time. */
    private Segment withClock(Segment segment) {
        if (segment.wallClock().isPresent()) {
            return segment;
        }
        long unixUs = clock.originUnixUs() + segment.span().startUs();
        return segment.at(new WallClock(unixUs, WallClock.Origin.ARRIVAL));
    }

    private void hole(TimeSpan span) {
        Optional<TimeSpan> missing = ledger.missingBefore(span.startUs());
        if (missing.isPresent()) {
            gap(missing.get(), Gap.Reason.HOLE, "nothing decoded");
        }
        if (shedding) {
            ledger.shed(span);
            tell(span, Gap.Reason.SHED, "too much to do");
        } else {
            gap(span, Gap.Reason.HOLE, "nothing decoded");
        }
    }

    private void gap(TimeSpan span, Gap.Reason why, String detail) {
        ledger.gap(span);
        tell(span, why, detail);
    }

    private void tell(TimeSpan span, Gap.Reason why, String detail) {
        metrics.gap(streamId, why, span.durationUs());
        sender.gap(new Gap(streamId, epoch, span, why, detail));
        logger.atInfo()
                .addKeyValue("streamId", streamId)
                .addKeyValue("reason", why)
                .addKeyValue("seconds", span.durationUs() / 1e6)
                .log("gap");
    }

    @Override
    public void acknowledged(Segment segment) {
        progressLog.writeLater(
                new StreamProgress(
                        streamId,
                        segment.epoch(),
                        clock.originUnixUs(),
                        segment.span().endUs(),
                        segment.sequence() + 1,
                        0,
                        false,
                        0,
                        false));
    }

    @Override
    public void lost(Segment segment, String why) {
        ledger.lost(segment.span());
        metrics.gap(streamId, Gap.Reason.SHED, segment.span().durationUs());
        sender.gap(
                new Gap(
                        streamId,
                        segment.epoch(),
                        segment.span(),
                        Gap.Reason.SHED,
                        "Kafka did not take it"));
    }

    /** Closes the stream for the stages after this one. */
    synchronized void end() {
        if (epoch < 0) {
            return;
        }
        Segment end =
                Segment.end(
                        streamId,
                        Ids.liveSegmentId(streamId, epoch, sequence),
                        source,
                        epoch,
                        sequence,
                        ledger.reachedUs());
        sender.record(StreamRecords.segment(end, 0));
    }
}

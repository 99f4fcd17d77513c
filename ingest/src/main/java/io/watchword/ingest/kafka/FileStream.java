package io.watchword.ingest.kafka;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.Gap;
import io.watchword.contract.Ids;
import io.watchword.contract.Segment;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.TimeSpan;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.segment.SegmentOrigin;
import io.watchword.ingest.watch.Ledger;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What decoders say of a file, on its way to Kafka. Nothing is left out and nothing told twice:
 * what an earlier decoder told already counts once. Waits while Kafka is slow.
 *
 * <p>Reports come from one thread at a time, acknowledgements from the sender's.
 */
final class FileStream implements SegmentSender.Acknowledgements, AutoCloseable {
    private final SegmentOrigin origin;
    private final long segmentUs;
    private final ProgressLog progressLog;
    private final IngestMetrics metrics;
    private final Ledger ledger;
    private final FileProgress progress;
    private final SegmentSender sender;
    private final LongConsumer emitted;
    private volatile @Nullable String lost;
    private volatile boolean waits;
    private volatile boolean decodedAny;
    private volatile long sent;

    /**
     * @param emitted told how many segments Kafka has
     */
    FileStream(
            SegmentOrigin origin,
            long segmentUs,
            StreamProgress from,
            Ledger ledger,
            ProgressLog progressLog,
            IngestMetrics metrics,
            LongConsumer emitted,
            Function<SegmentSender.Acknowledgements, SegmentSender> senderOf) {
        this.origin = origin;
        this.segmentUs = segmentUs;
        this.progressLog = progressLog;
        this.metrics = metrics;
        this.emitted = emitted;
        this.ledger = ledger;
        this.progress = new FileProgress(from);
        this.sent = from.nextSequence();
        this.decodedAny = from.nextSequence() > 0;
        this.sender = senderOf.apply(this);
    }

    FileProgress progress() {
        return progress;
    }

    /** Segments handed on, the closing one not counted. */
    long sent() {
        return sent;
    }

    boolean decodedAny() {
        return decodedAny;
    }

    /** Whether the decoder stands still because Kafka does. */
    boolean waits() {
        return waits;
    }

    boolean isLost() {
        return lost != null;
    }

    /**
     * @throws KafkaException if Kafka did not take a segment
     */
    void checkTaken() {
        String why = lost;
        if (why != null) {
            throw new KafkaException("segment not acknowledged: " + why);
        }
    }

    boolean drain(Duration limit) throws InterruptedException {
        return sender.drain(limit);
    }

    void report(DecoderReport report) throws InterruptedException {
        if (report instanceof DecoderReport.Run run) {
            progress.began(run.originPtsUs());
        } else if (report instanceof DecoderReport.Progress now && now.jumped()) {
            progress.jumped();
        } else if (report instanceof DecoderReport.Decoded decoded) {
            send(decoded.segment());
        } else if (report instanceof DecoderReport.Hole hole) {
            gap(hole.span(), Gap.Reason.HOLE, "nothing decoded");
        }
    }

    private void send(Segment segment) throws InterruptedException {
        gap(
                new TimeSpan(
                        Math.min(ledger.reachedUs(), segment.span().startUs()),
                        segment.span().startUs()),
                Gap.Reason.HOLE,
                "nothing decoded");
        if (!segment.last()) {
            decodedAny = true;
            sent = segment.sequence() + 1;
            if (segment.span().startUs() >= ledger.reachedUs()) {
                ledger.processed(segment.span());
            }
        }
        put(segment);
    }

    private void put(Segment segment) throws InterruptedException {
        waits = true;
        try {
            sender.put(segment, System.nanoTime());
        } finally {
            waits = false;
        }
    }

    private void gap(TimeSpan span, Gap.Reason why, String detail) {
        long startUs = Math.max(span.startUs(), ledger.reachedUs());
        if (startUs >= span.endUs()) {
            return; // told already, before the decoder was started anew
        }
        TimeSpan untold = new TimeSpan(startUs, span.endUs());
        ledger.gap(untold);
        metrics.gap(origin.streamId(), why, untold.durationUs());
        sender.gap(new Gap(origin.streamId(), 0, untold, why, detail));
    }

    /** Leaves the next segment out. */
    void poison(String detail) {
        StreamProgress at = progress.now();
        long endUs = (at.nextSequence() + 1) * segmentUs;
        String id = Ids.fileSegmentId(origin.sha256(), at.nextSequence());
        Segment noMedia =
                Segment.end(origin.streamId(), id, origin.source(), 0, at.nextSequence(), endUs);
        sender.record(StreamRecords.deadSegment(noMedia, ErrorCode.POISON, detail));
        gap(new TimeSpan(at.nextSequence() * segmentUs, endUs), Gap.Reason.POISON, detail);
        StreamProgress unused = progress.skipped(endUs);
    }

    /** Closes a stream that broke off. */
    void end() throws InterruptedException {
        put(
                Segment.end(
                        origin.streamId(),
                        Ids.fileSegmentId(origin.sha256(), sent),
                        origin.source(),
                        0,
                        sent,
                        ledger.reachedUs()));
    }

    @Override
    public void acknowledged(Segment segment) {
        emitted.accept(segment.last() ? segment.sequence() : segment.sequence() + 1);
        if (!segment.last()) {
            progressLog.writeLater(progress.acknowledged(segment));
        }
    }

    @Override
    public void lost(Segment segment, String why) {
        lost = why;
    }

    @Override
    public void close() {
        sender.close();
    }
}

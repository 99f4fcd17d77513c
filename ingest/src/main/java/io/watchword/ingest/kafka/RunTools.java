package io.watchword.ingest.kafka;

import io.watchword.contract.StreamSpec;
import io.watchword.ingest.source.SourceUri;
import io.watchword.ingest.watch.Ledger;
import io.watchword.ingest.watch.Pacer;
import io.watchword.ingest.watch.StreamClock;
import io.watchword.ingest.watch.StreamMeter;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * What every stream of a worker uses.
 *
 * @param live producer that gives up soon; {@code archive} waits for minutes
 * @param fileSlots as many as files may be read at the same time
 */
record RunTools(
        WorkerParts parts,
        String worker,
        Producer<byte[], byte[]> live,
        Producer<byte[], byte[]> archive,
        Fence fence,
        Pacer pacer,
        Semaphore fileSlots,
        StatusBoard board,
        ProgressWriter progressLog,
        RandomGenerator random) {
    StreamMeter meter() {
        return new StreamMeter(parts.decoders().sandbox().text(), worker);
    }

    /** The source as people and topics may see it. */
    String display(StreamSpec spec) {
        return SourceUri.parse(spec.source()).display();
    }

    long unixUs() {
        return System.currentTimeMillis() * 1000;
    }

    SegmentSender liveSender(String streamId, SegmentSender.Acknowledgements told) {
        return sender(streamId, live, told);
    }

    SegmentSender archiveSender(String streamId, SegmentSender.Acknowledgements told) {
        return sender(streamId, archive, told);
    }

    private SegmentSender sender(
            String streamId,
            Producer<byte[], byte[]> producer,
            SegmentSender.Acknowledgements told) {
        return new SegmentSender(
                streamId,
                producer,
                parts.config().maxInFlightBytes(),
                fence,
                told,
                parts.metrics());
    }

    StatusReporter status(
            String streamId,
            String source,
            StreamMeter meter,
            Ledger ledger,
            @Nullable StreamClock clock) {
        StatusReporter reporter =
                new StatusReporter(streamId, source, meter, ledger, clock, board::remove);
        board.add(reporter);
        return reporter;
    }
}

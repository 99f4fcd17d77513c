package io.watchword.view.kafka;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.view.evidence.SegmentEvidence;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what events are compared by of each embedding. A damaged record is left out: the detector
 * reads the same topic and sends it to the dead letters.
 */
final class KeepEvidence implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger logger = LoggerFactory.getLogger(KeepEvidence.class);

    private @Nullable WindowStore<Bytes, byte[]> evidence;

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        evidence = context.getStateStore(ViewStores.EVIDENCE);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (Records.problem(record).isEmpty()
                && EmbeddingCodec.decode(record.value())
                        instanceof Decoded.Valid<Embedding> valid) {
            Embedding embedding = valid.value();
            requireNonNull(evidence, "not initialised")
                    .put(
                            StoreKeys.segment(embedding.streamId(), embedding.segmentId()),
                            SegmentEvidence.of(embedding).encode(),
                            record.timestamp());
        } else {
            logger.atDebug().log("an embedding is damaged, no event will rest on it");
        }
    }
}

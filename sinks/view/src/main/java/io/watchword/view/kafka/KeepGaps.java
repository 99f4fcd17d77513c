package io.watchword.view.kafka;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.Gap;
import io.watchword.contract.StreamsCodec;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the newest gaps of each stream; what is damaged is passed over. */
final class KeepGaps implements Processor<byte[], byte[], Void, Void> {
    private @Nullable KeyValueStore<Bytes, byte[]> gaps;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        gaps = context.getStateStore(ViewStores.GAPS);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (Records.problem(record).isEmpty()
                && StreamsCodec.decodeGap(record.value()) instanceof Decoded.Valid<Gap> gap) {
            KeptGaps.put(requireNonNull(gaps, "not initialised"), gap.value(), record.value());
        }
    }
}

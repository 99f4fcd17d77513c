package io.watchword.view.kafka;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the newest status of each stream and stage as it came, a damaged one excepted. */
final class KeepStatuses implements Processor<byte[], byte[], Void, Void> {
    private @Nullable KeyValueStore<Bytes, byte[]> statuses;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        statuses = context.getStateStore(ViewStores.STATUSES);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        KeyValueStore<Bytes, byte[]> store = requireNonNull(statuses, "not initialised");
        if (record.key() == null) {
            return;
        }
        if (record.value() == null) {
            store.delete(Bytes.wrap(record.key()));
        } else if (Records.problem(record).isEmpty()) {
            store.put(Bytes.wrap(record.key()), record.value());
        }
    }
}

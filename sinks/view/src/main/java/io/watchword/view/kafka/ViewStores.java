package io.watchword.view.kafka;

import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/** The state stores of the view. Their contents are protobuf of {@code watchword/v1/view.proto}. */
final class ViewStores {
    /** Segments by stream and id, in windows of the time at which they were encoded. */
    static final String EVIDENCE = "evidence";

    /** Entries by stream, time and event id. */
    static final String ENTRIES = "entries";

    /** What is known of events, by event id. */
    static final String IDS = "ids";

    /** Tallies by stream. */
    static final String TALLIES = "tallies";

    /** Records of topic {@code stream-status} as they came, of all streams on every instance. */
    static final String STATUSES = "statuses";

    /** Gaps by stream and start, the newest of each stream, of all streams on every instance. */
    static final String GAPS = "gaps";

    private static final Duration WINDOW = Duration.ofSeconds(1);

    private ViewStores() {}

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> keyed(String name) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
    }

    /** Drops what is older than {@code kept}, a third of it at a time. */
    static StoreBuilder<WindowStore<Bytes, byte[]>> evidence(Duration kept) {
        return Stores.windowStoreBuilder(
                Stores.persistentWindowStore(EVIDENCE, kept, WINDOW, false),
                Serdes.Bytes(),
                Serdes.ByteArray());
    }

    /** Filled again from its topic at each start. */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> ofTopic(String name) {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled();
    }
}

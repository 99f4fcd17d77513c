package io.watchword.view.kafka;

import io.watchword.contract.Decoded;
import io.watchword.contract.Gap;
import io.watchword.contract.StreamsCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Gaps of a store, by stream and start. */
final class KeptGaps {
    /** Of one stream: a camera that comes and goes all day stays within it. */
    static final int MOST_OF_A_STREAM = 500;

    private KeptGaps() {}

    /** Told again, it takes its own place; beyond the most, the oldest goes. */
    static void put(KeyValueStore<Bytes, byte[]> store, Gap gap, byte[] record) {
        store.put(StoreKeys.first(gap.streamId(), gap.span().startUs()), record);
        List<Bytes> held = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = ofStream(store, gap.streamId())) {
            all.forEachRemaining(one -> held.add(one.key));
        }
        held.subList(0, Math.max(0, held.size() - MOST_OF_A_STREAM)).forEach(store::delete);
    }

    static List<Gap> newestFirst(ReadOnlyKeyValueStore<Bytes, byte[]> store, String streamId) {
        List<Gap> gaps = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = ofStream(store, streamId)) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> one = all.next();
                if (StreamsCodec.decodeGap(one.value) instanceof Decoded.Valid<Gap> gap) {
                    gaps.add(gap.value());
                }
            }
        }
        Collections.reverse(gaps);
        return gaps;
    }

    private static KeyValueIterator<Bytes, byte[]> ofStream(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, String streamId) {
        return store.range(StoreKeys.first(streamId, 0), StoreKeys.first(streamId, Long.MAX_VALUE));
    }
}

package io.watchword.view.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.view.timeline.TimelinePlace;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the state stores, made so that their order is that of the timelines: stream, NUL, time,
 * event id. Neither ids nor stream ids hold a NUL.
 */
final class StoreKeys {
    private static final byte[] LAST = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};

    private StoreKeys() {}

    static Bytes id(String id) {
        return Bytes.wrap(id.getBytes(UTF_8));
    }

    static String text(Bytes id) {
        return new String(id.get(), UTF_8);
    }

    static Bytes segment(String streamId, String segmentId) {
        return id(streamId + "\0" + segmentId);
    }

    static Bytes place(TimelinePlace place) {
        return entry(place.streamId(), place.whenUnixUs(), place.eventId().getBytes(UTF_8));
    }

    /** Before all entries of a stream at a time. */
    static Bytes first(String streamId, long whenUnixUs) {
        return entry(streamId, whenUnixUs, new byte[0]);
    }

    /** After all of them: no text in UTF-8 begins so. */
    static Bytes last(String streamId, long whenUnixUs) {
        return entry(streamId, whenUnixUs, LAST);
    }

    private static Bytes entry(String streamId, long whenUnixUs, byte[] rest) {
        byte[] stream = streamId.getBytes(UTF_8);
        return Bytes.wrap(
                ByteBuffer.allocate(stream.length + 1 + Long.BYTES + rest.length)
                        .put(stream)
                        .put((byte) 0)
                        // Bytes are compared unsigned: times before 1970 must come first.
                        .putLong(whenUnixUs ^ Long.MIN_VALUE)
                        .put(rest)
                        .array());
    }
}

package io.watchword.ingest.rtsp;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.fetch.MediaSink;
import java.io.IOException;

/** Hands RTP and RTCP packets on, and nothing that is neither. Used by one thread. */
final class PacketTaker {
    private static final int MIN_RTP_BYTES = 12;
    private static final int MIN_RTCP_BYTES = 8;

    private final MediaSink sink;
    private final DecoderDescription description;
    private boolean opened;
    private long lastNs;

    PacketTaker(MediaSink sink, DecoderDescription description) {
        this.sink = sink;
        this.description = description;
    }

    /** Tells the sink what will come, if it was not told. */
    void open() throws RtspFailure {
        if (opened) {
            return;
        }
        opened = true;
        try {
            sink.opened(MediaFormat.RTP, description.bytes());
        } catch (IOException e) {
            throw nobody();
        }
        lastNs = System.nanoTime();
    }

    /** Takes what a medium's channel or port brought; {@code bytes} may be changed. */
    void take(int medium, byte[] bytes, int offset, int length) throws RtspFailure {
        if (length < MIN_RTCP_BYTES || (bytes[offset] & 0xc0) != 0x80) {
            return;
        }
        int second = bytes[offset + 1] & 0xff;
        boolean rtcp = second >= 192 && second <= 223;
        if (!rtcp) {
            if (length < MIN_RTP_BYTES) {
                return;
            }
            description
                    .replacement(medium, second & 0x7f)
                    .ifPresent(type -> bytes[offset + 1] = (byte) ((second & 0x80) | type));
        }
        open();
        try {
            sink.media(bytes, offset, length);
        } catch (IOException e) {
            throw nobody();
        }
        lastNs = System.nanoTime(); // not counting the time that the sink took
    }

    /** Of {@link System#nanoTime}: when the last packet was handed on, or the sink told. */
    long lastNs() {
        return lastNs;
    }

    private static RtspFailure nobody() {
        return new RtspFailure(FetchResult.Kind.CLOSED, "nobody takes the packets any more");
    }
}

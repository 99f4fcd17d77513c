package io.watchword.ingest.udp;

/** Finds MPEG-TS packets in a datagram: bare, or within one RTP packet (RFC 2250). */
final class TsDatagram {
    private static final int SYNC = 0x47;
    private static final int RTP_HEADER_BYTES = 12;
    private static final int MP2T = 33; // the payload type of MPEG-TS

    private TsDatagram() {}

    /** Where they are in the bytes. */
    record Span(int offset, int length) {
        static final Span NONE = new Span(0, 0);

        boolean isEmpty() {
            return length <= 0;
        }
    }

    /** Empty if it is neither. */
    static Span find(byte[] bytes, int length) {
        Span span = isRtp(bytes, length) ? payload(bytes, length) : new Span(0, length);
        boolean begins = !span.isEmpty() && (bytes[span.offset()] & 0xff) == SYNC;
        return begins ? span : Span.NONE;
    }

    private static boolean isRtp(byte[] bytes, int length) {
        return length >= RTP_HEADER_BYTES
                && (bytes[0] & 0xff) >> 6 == 2
                && (bytes[1] & 0x7f) == MP2T;
    }

    private static Span payload(byte[] bytes, int length) {
        int start = RTP_HEADER_BYTES + 4 * (bytes[0] & 0x0f); // contributing sources
        boolean extended = (bytes[0] & 0x10) != 0;
        if (extended) {
            if (start + 4 > length) {
                return Span.NONE;
            }
            start += 4 + 4 * ((bytes[start + 2] & 0xff) << 8 | (bytes[start + 3] & 0xff));
        }
        boolean padded = (bytes[0] & 0x20) != 0;
        int end = padded ? length - (bytes[length - 1] & 0xff) : length;
        return start < end ? new Span(start, end - start) : Span.NONE;
    }
}

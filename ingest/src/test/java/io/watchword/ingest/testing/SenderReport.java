package io.watchword.ingest.testing;

import java.nio.ByteBuffer;

/** Makes RTCP sender reports (RFC 3550, section 6.4.1), each with the name that must follow it. */
final class SenderReport {
    private static final long NTP_TO_UNIX_S = 2_208_988_800L;

    private SenderReport() {}

    static byte[] of(int ssrc, long unixUs, int timestamp, long packets) {
        ByteBuffer bytes = ByteBuffer.allocate(28 + 16);
        bytes.put((byte) 0x80).put((byte) 200).putShort((short) 6).putInt(ssrc);
        bytes.putInt((int) (unixUs / 1_000_000 + NTP_TO_UNIX_S));
        bytes.putInt((int) ((unixUs % 1_000_000 << 32) / 1_000_000));
        bytes.putInt(timestamp).putInt((int) packets).putInt(0);
        bytes.put((byte) 0x81).put((byte) 202).putShort((short) 3).putInt(ssrc);
        bytes.put((byte) 1)
                .put((byte) 4)
                .put("fake".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return bytes.array(); // the rest is zero: end and padding
    }
}

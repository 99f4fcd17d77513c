package io.watchword.ingest.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes on their way to a client: never more than fit, and never faster than told. */
final class Outbox {
    private static final int CAPACITY_BYTES = 1 << 20;

    private final double bytesPerSecond;
    private ByteBuffer bytes = ByteBuffer.allocate(64 << 10);
    private double allowance;
    private long allowedNs;

    /**
     * @param bytesPerSecond 0 for as fast as it goes
     */
    Outbox(double bytesPerSecond, long nowNs) {
        this.bytesPerSecond = bytesPerSecond;
        this.allowedNs = nowNs;
    }

    boolean hasRoom(int length) {
        return bytes.position() + length <= CAPACITY_BYTES;
    }

    /** Where to write so many bytes. */
    ByteBuffer room(int length) {
        if (bytes.remaining() < length) {
            ByteBuffer larger =
                    ByteBuffer.allocate(Math.max(bytes.position() + length, 2 * bytes.capacity()));
            larger.put(bytes.flip());
            bytes = larger;
        }
        return bytes;
    }

    boolean isEmpty() {
        return bytes.position() == 0;
    }

    /** Sends what the socket takes. */
    void flush(SocketChannel channel, long nowNs) throws IOException {
        if (bytes.position() == 0) {
            allowedNs = nowNs;
            return;
        }
        bytes.flip();
        if (bytesPerSecond > 0) {
            allowance =
                    Math.min(bytesPerSecond, allowance)
                            + (nowNs - allowedNs) * 1e-9 * bytesPerSecond;
            allowedNs = nowNs;
            int end = bytes.limit();
            bytes.limit((int) Math.min(end, allowance));
            allowance -= channel.write(bytes);
            bytes.limit(end);
        } else {
            channel.write(bytes);
        }
        bytes.compact();
    }
}

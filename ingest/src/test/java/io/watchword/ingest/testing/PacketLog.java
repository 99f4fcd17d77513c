package io.watchword.ingest.testing;

import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.fetch.MediaSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a fetcher brings: the first packets, and the number of all. */
public final class PacketLog implements MediaSink {
    private static final int KEPT = 100_000;

    private final List<byte[]> packets = new ArrayList<>();
    private @Nullable MediaFormat format;
    private byte[] header = new byte[0];
    private long count;

    @Override
    public synchronized void opened(MediaFormat value, byte[] bytes) {
        format = value;
        header = bytes.clone();
    }

    @Override
    public synchronized void media(byte[] bytes, int offset, int length) {
        count++;
        if (packets.size() < KEPT) {
            packets.add(Arrays.copyOfRange(bytes, offset, offset + length));
        }
        notifyAll();
    }

    public synchronized @Nullable MediaFormat format() {
        return format;
    }

    public synchronized byte[] header() {
        return header.clone();
    }

    public synchronized long count() {
        return count;
    }

    public synchronized List<byte[]> packets() {
        return List.copyOf(packets);
    }

    /** RTP packets of a payload type. */
    public synchronized List<byte[]> rtp(int payloadType) {
        return packets.stream().filter(packet -> (packet[1] & 0x7f) == payloadType).toList();
    }

    /** RTCP packets. */
    public synchronized List<byte[]> rtcp() {
        return packets.stream()
                .filter(packet -> (packet[1] & 0xff) >= 192 && (packet[1] & 0xff) <= 223)
                .toList();
    }

    /** Waits until there are so many; false if they do not come in ten seconds. */
    public synchronized boolean await(long packetCount) throws InterruptedException {
        long deadlineNs = System.nanoTime() + 10_000_000_000L;
        while (count < packetCount) {
            long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }
}

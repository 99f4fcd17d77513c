package io.watchword.ingest.testing;

import java.util.Arrays;
import java.util.Random;

/** Damages bytes in ways that a seed decides; now and then it lets them pass. */
final class Garbler {
    private final Random random;

    Garbler(long seed) {
        random = new Random(seed);
    }

    /** What is sent in place of a response. */
    byte[] response(byte[] whole) {
        return switch (random.nextInt(10)) {
            case 0 -> noise(random.nextInt(100_000));
            case 1 -> Arrays.copyOf(whole, random.nextInt(whole.length));
            case 2 -> flipped(whole, 1 + random.nextInt(8));
            case 3 -> flipped(whole, whole.length / 10);
            case 4 -> joined(noise(random.nextInt(64)), whole);
            case 5 -> joined(frame(random.nextInt(70_000)), whole);
            case 6 -> text(random.nextInt(40_000));
            default -> whole; // and on to what comes next
        };
    }

    /** What is sent in place of a packet. */
    byte[] packet(byte[] whole) {
        return switch (random.nextInt(40)) {
            case 0 -> noise(random.nextInt(2000));
            case 1 -> Arrays.copyOf(whole, random.nextInt(whole.length));
            case 2 -> flipped(whole, 1 + random.nextInt(8));
            case 3 -> frame(random.nextInt(65_536));
            case 4 -> text(200);
            default -> whole;
        };
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] flipped(byte[] whole, int bits) {
        byte[] bytes = whole.clone();
        for (int i = 0; i < bits; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    /** An interleaved frame whose length may not be true. */
    private byte[] frame(int length) {
        byte[] bytes = noise(4 + random.nextInt(2000));
        bytes[0] = '$';
        bytes[1] = (byte) random.nextInt(6);
        bytes[2] = (byte) (length >> 8);
        bytes[3] = (byte) length;
        return bytes;
    }

    /** Letters that begin like a response. */
    private byte[] text(int length) {
        StringBuilder text = new StringBuilder("RTSP/1.0 200 OK\r\nCSeq: 1\r\n");
        while (text.length() < length) {
            text.append((char) ('A' + random.nextInt(26)))
                    .append(random.nextInt(9) == 0 ? ": " : "");
            if (random.nextInt(60) == 0) {
                text.append("\r\n");
            }
        }
        return text.append("\r\n\r\n")
                .toString()
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] bytes = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, bytes, first.length, second.length);
        return bytes;
    }
}

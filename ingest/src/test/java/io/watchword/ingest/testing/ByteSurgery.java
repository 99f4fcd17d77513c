package io.watchword.ingest.testing;

import static io.watchword.contract.Checks.checkState;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Damages files on purpose. Pure: the bytes handed in stay as they are. */
final class ByteSurgery {
    private ByteSurgery() {}

    /** Each bit turned over with this probability; equal seeds turn the same ones. */
    static byte[] flipBits(byte[] bytes, double rate, long seed) {
        byte[] flipped = bytes.clone();
        SplittableRandom random = new SplittableRandom(seed);
        long flips = Math.max(1, Math.round(8.0 * bytes.length * rate));
        for (long i = 0; i < flips; i++) {
            flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    static Path concat(Path to, Path... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path part : parts) {
            all.write(Files.readAllBytes(part));
        }
        return Files.write(to, all.toByteArray());
    }

    /** Where the mark stands for the nth time, from 0. */
    static int find(byte[] bytes, byte[] mark, int nth) {
        int left = nth;
        for (int i = 0; i + mark.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + mark.length, mark, 0, mark.length) && left-- == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Says ten hours in an MP4's mvhd, tkhd and mdhd boxes, version 0. */
    static byte[] declareTenHours(byte[] mp4) {
        byte[] lying = mp4.clone();
        String[] boxes = {"mvhd", "tkhd", "mdhd"};
        int[] durationAt = {20, 24, 20};
        for (int box = 0; box < boxes.length; box++) {
            byte[] mark = boxes[box].getBytes(StandardCharsets.US_ASCII);
            int found = 0;
            for (int at = find(mp4, mark, 0); at >= 0; at = find(mp4, mark, ++found)) {
                int scale = box == 1 ? 1000 : ByteBuffer.wrap(mp4).getInt(at + durationAt[box] - 4);
                ByteBuffer.wrap(lying).putInt(at + durationAt[box], 36_000 * scale);
            }
            checkState(found > 0, "no %s box", boxes[box]);
        }
        return lying;
    }

    /** Writes a size into every JPEG's frame header (SOF0). */
    static byte[] resizeJpegs(byte[] bytes, int widthPx, int heightPx) {
        byte[] resized = bytes.clone();
        byte[] sof = {(byte) 0xFF, (byte) 0xC0, 0, 17, 8};
        int found = 0;
        for (int at = find(bytes, sof, 0); at >= 0; at = find(bytes, sof, ++found)) {
            ByteBuffer.wrap(resized)
                    .putShort(at + 5, (short) heightPx)
                    .putShort(at + 7, (short) widthPx);
        }
        checkState(found > 0, "no JPEG frame header");
        return resized;
    }

    /** Writes a size into an MP4's H.264 sample entry. */
    static byte[] resizeSampleEntry(byte[] mp4, int widthPx, int heightPx) {
        byte[] resized = mp4.clone();
        int at = find(mp4, "avc1".getBytes(StandardCharsets.US_ASCII), 0);
        if (at >= 0 && mp4[at + 4] != 0) {
            at = find(mp4, "avc1".getBytes(StandardCharsets.US_ASCII), 1); // the first is a brand
        }
        checkState(at >= 0, "no H.264 sample entry");
        ByteBuffer.wrap(resized)
                .putShort(at + 28, (short) widthPx)
                .putShort(at + 30, (short) heightPx);
        return resized;
    }

    /** Puts a sequence parameter set of this size into an FLV file's first H.264 header. */
    static byte[] resizeFlv(byte[] flv, int widthPx, int heightPx) {
        int at = 13;
        while (flv[at] != 9 || flv[at + 12] != 0) { // a video tag with the decoder's configuration
            at += 15 + length(flv, at + 1);
        }
        int end = at + 15 + length(flv, at + 1);
        byte[] set = H264Headers.sequence(widthPx / 16, heightPx / 16);
        int spsLength = ((flv[at + 22] & 255) << 8) | (flv[at + 23] & 255);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(flv, at + 11, 11); // up to the number of sequence parameter sets
        body.write(set.length >> 8);
        body.write(set.length);
        body.writeBytes(set);
        int rest = at + 24 + spsLength;
        body.write(flv, rest, end - 4 - rest);
        byte[] tag = body.toByteArray();
        ByteBuffer out = ByteBuffer.allocate(flv.length - (end - at) + tag.length + 15);
        out.put(flv, 0, at).put((byte) 9);
        out.put((byte) (tag.length >> 16)).put((byte) (tag.length >> 8)).put((byte) tag.length);
        out.put(flv, at + 4, 7).put(tag).putInt(tag.length + 11);
        return out.put(flv, end, flv.length - end).array();
    }

    private static int length(byte[] bytes, int at) {
        return ((bytes[at] & 255) << 16) | ((bytes[at + 1] & 255) << 8) | (bytes[at + 2] & 255);
    }

    /** A PNG file that declares this size, 16 bits a channel, and holds next to nothing. */
    static byte[] png(int widthPx, int heightPx) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(widthPx).putInt(heightPx);
        header.put((byte) 16).put((byte) 6);
        chunk(out, "IHDR", header.array());
        chunk(out, "IDAT", new byte[] {0x78, (byte) 0x9C, 3, 0, 0, 0, 0, 1});
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] named = new byte[4 + data.length];
        System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, named, 0, 4);
        System.arraycopy(data, 0, named, 4, data.length);
        CRC32 crc = new CRC32();
        crc.update(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}

package io.watchword.ingest.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How far a fragmented MP4 file is whole: its header and the fragments (a {@code moof} with the
 * {@code mdat} after it) that are there to their last byte. Boxes as in ISO/IEC 14496-12, section
 * 8. Not thread-safe.
 */
final class Mp4Fragments {
    private static final int MAX_INDEX_BYTES = 16 << 20;

    /**
     * What of a file is whole.
     *
     * @param bytes up to the end of the last whole fragment; 0 if there is none
     * @param durationUs of the longest track in them
     */
    record Whole(long bytes, long durationUs) {}

    private static final class Track {
        private long ticksPerSecond = 1;
        private long defaultTicks;
        private long nextTicks;
    }

    private final Map<Integer, Track> tracks = new HashMap<>();
    private long durationUs;

    private Mp4Fragments() {}

    static Whole read(FileChannel file) throws IOException {
        return new Mp4Fragments().walk(file);
    }

    private Whole walk(FileChannel file) throws IOException {
        long size = file.size();
        long at = 0;
        Whole whole = new Whole(0, 0);
        ByteBuffer head = ByteBuffer.allocate(16);
        while (at + 8 <= size) {
            head.clear();
            readFully(file, head, at);
            long length = head.getInt(0) & 0xffff_ffffL;
            int headBytes = 8;
            if (length == 1 && at + 16 <= size) {
                length = head.getLong(8);
                headBytes = 16;
            }
            if (length < headBytes || length > size - at) {
                break;
            }
            String type = new String(head.array(), 4, 4, ISO_8859_1);
            boolean index = type.equals("moov") || type.equals("moof");
            if (index && length <= MAX_INDEX_BYTES) {
                ByteBuffer body = ByteBuffer.allocate((int) length - headBytes);
                readFully(file, body, at + headBytes);
                try {
                    boxes(body.flip(), this::describe);
                } catch (IndexOutOfBoundsException e) {
                    break; // a box shorter than its own fields: no one can play what follows
                }
            }
            at += length;
            if (type.equals("mdat") && !tracks.isEmpty()) {
                whole = new Whole(at, durationUs);
            }
        }
        return whole;
    }

    private static void readFully(FileChannel file, ByteBuffer into, long at) throws IOException {
        long from = at;
        int read = 0;
        while (into.hasRemaining() && read >= 0) {
            read = file.read(into, from);
            from += Math.max(0, read);
        }
    }

    /** Calls with each box in a buffer; stops at one that is longer than what is left. */
    private static void boxes(ByteBuffer in, BiConsumer<String, ByteBuffer> box) {
        int at = in.position();
        while (in.limit() - at >= 8) {
            int length = in.getInt(at);
            if (length < 8 || length > in.limit() - at) {
                return;
            }
            byte[] type = new byte[4];
            in.get(at + 4, type);
            box.accept(new String(type, ISO_8859_1), in.slice(at + 8, length - 8));
            at += length;
        }
    }

    private void describe(String type, ByteBuffer body) {
        switch (type) {
            case "trak" -> track(body);
            case "mvex" -> boxes(body, this::extend);
            case "traf" -> fragment(body);
            default -> {} // says nothing about time
        }
    }

    private void track(ByteBuffer trak) {
        Track track = new Track();
        int[] id = new int[1];
        boxes(
                trak,
                (type, body) -> {
                    if (type.equals("tkhd")) {
                        id[0] = body.getInt(body.get(0) == 1 ? 20 : 12);
                    } else if (type.equals("mdia")) {
                        boxes(body, (inner, media) -> timescale(inner, media, track));
                    }
                });
        tracks.put(id[0], track);
    }

    private static void timescale(String type, ByteBuffer body, Track track) {
        if (type.equals("mdhd")) {
            track.ticksPerSecond = Math.max(1, body.getInt(body.get(0) == 1 ? 20 : 12));
        }
    }

    private void extend(String type, ByteBuffer body) {
        Track track = type.equals("trex") ? tracks.get(body.getInt(4)) : null;
        if (track != null) {
            track.defaultTicks = body.getInt(12);
        }
    }

    private void fragment(ByteBuffer traf) {
        Track[] track = {new Track()};
        long[] defaultTicks = new long[1];
        boxes(
                traf,
                (type, body) -> {
                    if (type.equals("tfhd")) {
                        track[0] = tracks.getOrDefault(body.getInt(4), track[0]);
                        defaultTicks[0] = defaultTicks(body, track[0].defaultTicks);
                    } else if (type.equals("tfdt")) {
                        boolean wide = body.get(0) == 1;
                        track[0].nextTicks = wide ? body.getLong(4) : body.getInt(4) & 0xffff_ffffL;
                    } else if (type.equals("trun")) {
                        track[0].nextTicks += runTicks(body, defaultTicks[0]);
                    }
                });
        Track read = track[0];
        durationUs = Math.max(durationUs, (long) (read.nextTicks * 1e6 / read.ticksPerSecond));
    }

    private static long defaultTicks(ByteBuffer tfhd, long otherwise) {
        int flags = tfhd.getInt(0);
        int at = 8 + ((flags & 0x1) != 0 ? 8 : 0) + ((flags & 0x2) != 0 ? 4 : 0);
        return (flags & 0x8) != 0 ? tfhd.getInt(at) : otherwise;
    }

    private static long runTicks(ByteBuffer trun, long defaultTicks) {
        int flags = trun.getInt(0);
        int samples = trun.getInt(4);
        if ((flags & 0x100) == 0) {
            return samples * defaultTicks;
        }
        int at = 8 + ((flags & 0x1) != 0 ? 4 : 0) + ((flags & 0x4) != 0 ? 4 : 0);
        int stride = 4 * Integer.bitCount(flags & 0xf00);
        long ticks = 0;
        for (int i = 0; i < samples && at + 4 <= trun.limit(); i++) {
            ticks += trun.getInt(at);
            at += stride;
        }
        return ticks;
    }
}

package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/**
 * Packets of pictures and sound, put in the order of their times, so that a file can end for both
 * at the same time: containers mix the two a second apart. Holds {@value #SPAN_US} µs of one when
 * the other is silent, {@value #MAX_PACKETS} packets and {@value #MAX_BYTES} bytes at most; beyond,
 * the earliest leave. Owns the packets in it. Not thread-safe.
 */
final class PacketLine implements AutoCloseable {
    private static final long SPAN_US = 1_500_000;
    private static final int MAX_PACKETS = 512;
    private static final long MAX_BYTES = 8L << 20;

    /**
     * A packet with mended times.
     *
     * @param key whether decoding can begin with it
     * @param mediaUs of its pts, or {@link io.watchword.ingest.clock.PtsUnwrapper#UNKNOWN}
     * @param jumped whether it does not continue what was before
     */
    record Waiting(
            AVPacket packet,
            boolean picture,
            boolean key,
            boolean jumped,
            long ptsUs,
            long dtsUs,
            long mediaUs) {
        /** A picture that begins a file comes after all sound before it. */
        private long orderUs() {
            return picture && !key ? dtsUs : ptsUs;
        }

        void free() {
            av_packet_free(packet);
        }
    }

    private final boolean both;
    private final Queue<Waiting> pictures = new ArrayDeque<>();
    private final Queue<Waiting> sounds = new ArrayDeque<>();
    private long bytes;
    private long latestUs = Long.MIN_VALUE;

    /**
     * @param both whether there are both pictures and sound
     */
    PacketLine(boolean both) {
        this.both = both;
    }

    void add(Waiting next) {
        (next.picture() ? pictures : sounds).add(next);
        bytes += next.packet().size();
        latestUs = next.dtsUs();
    }

    /**
     * The next in order, which is the caller's now.
     *
     * @param atTheEnd whether nothing more will come
     */
    Optional<Waiting> poll(boolean atTheEnd) {
        Waiting picture = pictures.peek();
        Waiting sound = sounds.peek();
        boolean certain = picture != null && sound != null;
        Waiting earlier = earlier(picture, sound);
        if (earlier == null || !(certain || atTheEnd || !both || full(earlier))) {
            return Optional.empty();
        }
        (earlier.picture() ? pictures : sounds).remove();
        bytes -= earlier.packet().size();
        return Optional.of(earlier);
    }

    private static @Nullable Waiting earlier(@Nullable Waiting picture, @Nullable Waiting sound) {
        if (picture == null || sound == null) {
            return picture == null ? sound : picture;
        }
        return picture.orderUs() <= sound.orderUs() ? picture : sound;
    }

    private boolean full(Waiting earliest) {
        return bytes > MAX_BYTES
                || pictures.size() + sounds.size() > MAX_PACKETS
                || Math.abs(latestUs - earliest.dtsUs()) > SPAN_US;
    }

    @Override
    public void close() {
        pictures.forEach(Waiting::free);
        sounds.forEach(Waiting::free);
        pictures.clear();
        sounds.clear();
    }
}

package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Mends the times of one stream's packets, as a muxer wants them: each has a dts, later than the
 * one before, and no pts before its dts. Not thread-safe.
 */
final class PacketTimes {
    private static final long BACKWARD_US = 1_000_000;
    private static final long FORWARD_US = 10_000_000;

    private final AVRational timeBase;
    private long lastDts = AV_NOPTS_VALUE;
    private long lastDuration;

    PacketTimes(AVRational timeBase) {
        this.timeBase = timeBase;
    }

    /**
     * Mends the packet's own times.
     *
     * @return whether they jump: what follows does not continue what was before
     */
    boolean mend(AVPacket packet) {
        long follows = lastDts + Math.max(1, lastDuration);
        long dts = packet.dts();
        if (dts == AV_NOPTS_VALUE) {
            dts = packet.pts();
            if (lastDts != AV_NOPTS_VALUE) {
                dts = dts == AV_NOPTS_VALUE ? follows : Math.min(dts, follows);
            }
            dts = dts == AV_NOPTS_VALUE ? 0 : dts;
        }
        boolean jumped = jumped(packet.pts() == AV_NOPTS_VALUE ? dts : packet.pts(), dts);
        if (lastDts != AV_NOPTS_VALUE && !jumped) {
            dts = Math.max(dts, lastDts + 1);
        }
        long pts = packet.pts() == AV_NOPTS_VALUE ? dts : Math.max(dts, packet.pts());
        packet.dts(dts).pts(pts);
        lastDts = dts;
        lastDuration = packet.duration();
        return jumped;
    }

    private boolean jumped(long pts, long dts) {
        if (lastDts == AV_NOPTS_VALUE) {
            return false;
        }
        long backUs = Ffmpeg.micros(lastDts, timeBase) - Ffmpeg.micros(dts, timeBase);
        long leadUs = Ffmpeg.micros(pts, timeBase) - Ffmpeg.micros(dts, timeBase);
        return backUs > BACKWARD_US || backUs < -FORWARD_US || Math.abs(leadUs) > FORWARD_US;
    }
}

package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.watchword.contract.Keyframe;
import io.watchword.contract.MotionField;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.Orientation;
import io.watchword.ingest.motion.BlockVectors;
import io.watchword.ingest.motion.MotionStep;
import io.watchword.ingest.motion.NoiseGate;
import io.watchword.ingest.motion.StepSampler;
import io.watchword.ingest.segment.LumaGrid;
import io.watchword.ingest.segment.SceneCuts;
import io.watchword.ingest.segment.Segmenter;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the sampled frames of a picture stream: motion since the last one, scene cuts, key
 * frames. Other frames cost nothing here. Owns its scalers, codecs and pictures. Not thread-safe.
 */
final class VideoTrack implements AutoCloseable {
    private static final int LUMA_BYTES = MotionField.FRAME_WIDTH_PX * MotionField.FRAME_HEIGHT_PX;

    /** The frame was not looked at for motion. */
    static final float UNKNOWN = -1;

    private final Container container;
    private final DecodeConfig config;
    private final Segmenter segmenter;
    private final Orientation orientation;
    private final long stepsPerSegment;
    private final StepSampler sampler = new StepSampler();
    private final SceneCuts cuts = new SceneCuts();
    private final NoiseGate gate = new NoiseGate();
    private final BlockVectors blocks = new BlockVectors();
    private final PictureScaler small;
    private final MotionProbe probe = new MotionProbe();
    private AVFrame now;
    private AVFrame before;
    private byte[] lumaNow = new byte[LUMA_BYTES];
    private byte[] lumaBefore = new byte[LUMA_BYTES];
    private boolean seenOne;
    private float moving = UNKNOWN;
    private long probedSegment = -1;
    private @Nullable KeyframeEncoder keyframes;

    VideoTrack(Container container, DecodeConfig config, Segmenter segmenter) {
        this.container = container;
        this.config = config;
        this.segmenter = segmenter;
        this.orientation = container.orientation();
        this.stepsPerSegment = config.segmentUs() * MotionField.STEPS_PER_SECOND / 1_000_000;
        this.small =
                new PictureScaler(
                        MotionField.FRAME_WIDTH_PX,
                        MotionField.FRAME_HEIGHT_PX,
                        false,
                        orientation);
        this.now = small.picture();
        this.before = small.picture();
    }

    /**
     * Takes every decoded frame, in order.
     *
     * @param keyframesOnly whether the frames between key frames are left out: then nothing is said
     *     about motion
     */
    void frame(AVFrame frame, long mediaUs, long endUs, boolean jumped, boolean keyframesOnly) {
        moving = UNKNOWN;
        boolean clean = StreamDecoder.clean(frame);
        segmenter.frame(mediaUs, endUs, clean, jumped);
        if (keyframesOnly) {
            segmenter.keyframesOnly(mediaUs);
        }
        long step = sampler.offer(mediaUs);
        if (step == StepSampler.NONE) {
            return;
        }
        if (small.scale(frame, now) < 0) {
            segmenter.damaged();
            return;
        }
        Planes.read(now, 0, MotionField.FRAME_WIDTH_PX, MotionField.FRAME_HEIGHT_PX, lumaNow);
        LumaGrid luma = LumaGrid.of(lumaNow);
        boolean cut = false;
        if (keyframesOnly) {
            seenOne = false;
        } else {
            MotionStep motion = motion(step);
            segmenter.step(step, motion);
            moving = motion.moving();
            cut = cuts.observe(luma, motion.unexplained());
        }
        if (segmenter.wantsKeyframe(step, cut, clean, luma.mean())) {
            long ptsUs = Math.max(mediaUs, segmenter.segmentStartUs(step));
            Keyframe keyframe = encoder(frame).encode(frame, ptsUs, cut);
            segmenter.keyframe(step, keyframe, clean, luma.mean());
        }
        swap();
    }

    /** Share of the last frame's cells that moved, or {@link #UNKNOWN}. */
    float moving() {
        return moving;
    }

    private MotionStep motion(long step) {
        if (!seenOne) {
            seenOne = true;
            return MotionStep.STILL;
        }
        if (step / stepsPerSegment != probedSegment) {
            probedSegment = step / stepsPerSegment;
            probe.restart(before);
        }
        blocks.clear();
        probe.next(now, blocks);
        return gate.judge(lumaBefore, lumaNow, blocks);
    }

    private void swap() {
        AVFrame frame = before;
        before = now;
        now = frame;
        byte[] luma = lumaBefore;
        lumaBefore = lumaNow;
        lumaNow = luma;
    }

    private KeyframeEncoder encoder(AVFrame frame) {
        KeyframeEncoder current = keyframes;
        if (current != null && current.fits(frame)) {
            return current;
        }
        if (current != null) {
            current.close();
        }
        KeyframeEncoder fitting =
                new KeyframeEncoder(frame, container.pixelAspect(frame), orientation, config);
        keyframes = fitting;
        return fitting;
    }

    @Override
    public void close() {
        if (keyframes != null) {
            keyframes.close();
        }
        av_frame_free(now);
        av_frame_free(before);
        probe.close();
        small.close();
    }
}

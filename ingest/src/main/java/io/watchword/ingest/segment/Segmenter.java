package io.watchword.ingest.segment;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Ids;
import io.watchword.contract.Keyframe;
import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeMode;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.motion.MotionStep;
import io.watchword.ingest.motion.StepSampler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers pictures, motion and sound of a file, or of one run of a live stream, into segments:
 * segment n covers {@code [n, n + 1)} segment lengths of media time. A segment is handed on when
 * both picture and sound have passed its end; one stream may lag behind the other by {@value
 * #MAX_PENDING} segments, or by two seconds if it is live; what is older than that is dropped.
 * Where nothing was decoded there is a hole in place of a segment: both together cover all of the
 * time. Not thread-safe: the reading thread owns it.
 */
public final class Segmenter {
    /** A last segment shorter than this is not worth a record. */
    private static final long MIN_TAIL_US = 100_000;

    private static final int MAX_PENDING = 15;
    private static final long MAX_LIVE_LAG_US = 2_000_000;

    /** Files may leave frames out where nothing changes, for less than this. */
    private static final long MIN_FILE_HOLE_US = 2_000_000;

    /** Mean luma, video range, of a picture that shows nothing: black is 16. */
    private static final float DARK = 20;

    private final SegmentOrigin origin;
    private final MediaInfo info;
    private final Consumer<DecoderReport> reports;
    private final boolean live;
    private final boolean dense;
    private final long segmentUs;
    private final int stepsPerSegment;
    private final int maxCuts;
    private final Map<Long, SegmentDraft> drafts = new HashMap<>();
    private long emitted;
    private long newest = -1;
    private long nextStep;
    private long videoUs;
    private long audioUs;
    private long videoEndUs;
    private long audioEndUs;
    private long videoPassedUs;
    private boolean afterHole;
    private Optional<Long> cameraUnixUs = Optional.empty(); // at media time 0
    private @Nullable Keyframe shown;

    /**
     * @param live whether this is a run of a live stream: nobody waits long for the stream that
     *     lags
     */
    public Segmenter(
            SegmentOrigin origin,
            DecodeConfig config,
            MediaInfo info,
            boolean live,
            Consumer<DecoderReport> reports) {
        this.origin = requireNonNull(origin, "origin is null");
        this.info = requireNonNull(info, "info is null");
        this.reports = requireNonNull(reports, "reports is null");
        this.live = live;
        this.segmentUs = config.segmentUs();
        this.maxCuts = config.maxCutsPerSegment();
        this.dense = isDense(info, config, live);
        this.stepsPerSegment = (int) (segmentUs * MotionField.STEPS_PER_SECOND / 1_000_000);
        videoUs = info.video().isPresent() ? 0 : Long.MAX_VALUE;
        audioUs = info.hasAudio() ? 0 : Long.MAX_VALUE;
    }

    /** Whether a segment without a frame is one in which some are missing. */
    private static boolean isDense(MediaInfo info, DecodeConfig config, boolean live) {
        if (config.mode() == DecodeMode.KEYFRAMES && !live) {
            return false; // the demuxer left the others out
        }
        float rateHz = info.video().map(video -> video.frameRateHz()).orElse(Float.MAX_VALUE);
        return rateHz > 1 || (live && rateHz == 0);
    }

    /** Begins with this segment: what belongs to those before it is not wanted. */
    public void skipTo(long sequence) {
        emitted = sequence;
        nextStep = sequence * stepsPerSegment;
        videoUs = info.video().isPresent() ? sequence * segmentUs : Long.MAX_VALUE;
        audioUs = info.hasAudio() ? sequence * segmentUs : Long.MAX_VALUE;
    }

    /** Notes what the camera's own clock showed at a media time. */
    public void cameraClock(long unixUs, long mediaUs) {
        cameraUnixUs = Optional.of(unixUs - mediaUs);
    }

    /** Notes that pictures were left out here: motion cannot be told from rest. */
    public void keyframesOnly(long mediaUs) {
        draft(Math.max(0, mediaUs) / segmentUs).motionUnknown = true;
    }

    /** Notes that a picture's packet came, and that no picture before it will be decoded. */
    public void videoPassed(long mediaUs, boolean paused) {
        SegmentDraft draft = draft(mediaUs / segmentUs);
        draft.arrived |= !paused;
        draft.paused |= paused;
        videoEndUs = Math.max(videoEndUs, mediaUs);
        videoPassedUs = Math.max(videoPassedUs, mediaUs);
        videoUs = Math.max(videoUs, mediaUs);
        release();
    }

    /** Notes that sound came this far and is left out. */
    public void audioPassed(long mediaUs) {
        audioEndUs = Math.max(audioEndUs, mediaUs);
        audioUs = Math.max(audioUs, mediaUs);
        release();
    }

    /** Counts a decoded frame; {@code endUs} is when the next one is due. */
    public void frame(long ptsUs, long endUs, boolean clean, boolean jumped) {
        videoEndUs = Math.max(videoEndUs, endUs);
        SegmentDraft draft = draft(StepSampler.stepAt(ptsUs) / stepsPerSegment);
        if (clean) {
            draft.good++;
        } else {
            draft.bad++;
        }
        draft.frames++;
        draft.discontinuity |= jumped;
        videoPassedUs = Math.max(videoPassedUs, ptsUs);
        if (live) {
            release();
        }
    }

    /** Counts something that did not decode, where reading stands. */
    public void damaged() {
        long end = Math.max(videoEndUs, audioEndUs);
        draft(Math.max(emitted, Math.min(end / segmentUs, newest))).bad++;
    }

    /** Places the motion of a sampled frame; steps since the one before it repeat its picture. */
    public void step(long step, MotionStep motion) {
        long first = nextStep == 0 ? step - step % stepsPerSegment : nextStep;
        for (long still = first; still < step; still++) {
            place(still, MotionStep.STILL);
        }
        place(step, motion);
        nextStep = step + 1;
    }

    private void place(long step, MotionStep motion) {
        long segment = step / stepsPerSegment;
        if (segment < emitted) {
            return; // too late: what lies there has been handed on
        }
        SegmentDraft draft = draft(segment);
        draft.step((int) (step % stepsPerSegment), motion);
        if (segment * segmentUs > videoUs) {
            videoUs = segment * segmentUs;
            release();
        }
    }

    /** Whether the frame of this step should become a key frame. */
    public boolean wantsKeyframe(long step, boolean cut, boolean clean, float luma) {
        if (step / stepsPerSegment < emitted) {
            return false;
        }
        SegmentDraft draft = draft(step / stepsPerSegment);
        if (draft.keyframes.isEmpty()) {
            return true;
        }
        boolean better = !draft.firstKeyframeUsable && usable(clean, luma);
        return better || (cut && draft.keyframes.size() <= maxCuts);
    }

    private static boolean usable(boolean clean, float luma) {
        return clean && luma >= DARK;
    }

    /** Adds a key frame that was wanted. */
    public void keyframe(long step, Keyframe keyframe, boolean clean, float luma) {
        SegmentDraft draft = draft(step / stepsPerSegment);
        if (!draft.firstKeyframeUsable && usable(clean, luma)) {
            draft.keyframes.clear();
            draft.firstKeyframeUsable = true;
        }
        draft.keyframes.add(keyframe);
    }

    /** Start of the segment that a step belongs to, microseconds. */
    public long segmentStartUs(long step) {
        return step / stepsPerSegment * segmentUs;
    }

    /** Places sound; samples are numbered from the stream's start. */
    public void sound(long firstSample, short[] pcm, int count, boolean jumped) {
        long startUs = firstSample * 1_000_000 / 16_000;
        long endUs = (firstSample + count) * 1_000_000 / 16_000;
        if (count == 0 || endUs <= 0) {
            return;
        }
        audioEndUs = Math.max(audioEndUs, endUs);
        long last = (endUs - 1) / segmentUs;
        for (long segment = Math.max(0, startUs) / segmentUs; segment <= last; segment++) {
            if (segment >= emitted) {
                SegmentDraft draft = draft(segment);
                draft.pcm.put(firstSample, pcm, count);
                draft.discontinuity |= jumped;
                if (info.video().isEmpty()) {
                    draft.good++;
                }
            }
        }
        audioUs = Math.max(audioUs, endUs);
        release();
    }

    /** Hands on what is left, and the closing record: of a file. */
    public ReadResult.Done finish() {
        long endUs = Math.max(videoEndUs, audioEndUs);
        long count = (endUs + segmentUs - 1) / segmentUs;
        if (count > 1 && endUs - (count - 1) * segmentUs < MIN_TAIL_US) {
            count--;
        }
        extendMotion();
        while (emitted < count) {
            emit(Math.min(endUs, (emitted + 1) * segmentUs));
        }
        long reachedUs = Math.min(endUs, emitted * segmentUs);
        if (emitted > 0) {
            reports.accept(
                    new DecoderReport.Decoded(
                            Segment.end(
                                    origin.streamId(),
                                    Ids.fileSegmentId(origin.sha256(), emitted),
                                    origin.source(),
                                    0,
                                    emitted,
                                    reachedUs)));
        }
        return new ReadResult.Done(emitted, reachedUs);
    }

    /** Hands on what is left of a run. Returns the media time at which it ends. */
    public long finishRun() {
        long endUs = Math.max(videoEndUs, audioEndUs);
        extendMotion();
        while ((emitted + 1) * segmentUs <= endUs) {
            emit((emitted + 1) * segmentUs);
        }
        long startUs = emitted * segmentUs;
        if (endUs - startUs >= MIN_TAIL_US) {
            emit(endUs);
        } else if (endUs > startUs) {
            hole(startUs, endUs);
        }
        return endUs;
    }

    public long emitted() {
        return emitted;
    }

    /** The last picture is shown until the video's end: its remaining steps stand still. */
    private void extendMotion() {
        if (nextStep > 0) {
            long steps = StepSampler.stepsBefore(videoEndUs);
            for (long step = nextStep; step < steps; step++) {
                place(step, MotionStep.STILL);
            }
        }
    }

    private SegmentDraft draft(long segment) {
        long index = Math.max(segment, emitted);
        newest = Math.max(newest, index);
        return drafts.computeIfAbsent(index, n -> new SegmentDraft(n * segmentUs, segmentUs));
    }

    private void release() {
        long reachedUs = Math.min(videoUs, audioUs);
        if (live) {
            long leadUs = Math.max(videoPassedUs, audioEndUs);
            reachedUs = Math.max(reachedUs, leadUs - MAX_LIVE_LAG_US);
        }
        while ((emitted + 1) * segmentUs <= reachedUs || newest - emitted >= MAX_PENDING) {
            emit((emitted + 1) * segmentUs);
        }
    }

    private void emit(long endUs) {
        long startUs = emitted * segmentUs;
        if (isHole()) {
            drafts.remove(emitted);
            hole(startUs, endUs);
            emitted++;
            return;
        }
        SegmentDraft found = drafts.remove(emitted);
        SegmentDraft draft = found == null ? new SegmentDraft(startUs, segmentUs) : found;
        if (draft.keyframes.isEmpty() && draft.hasMotion() && shown != null) {
            draft.keyframes.add(
                    new Keyframe(startUs, shown.jpeg(), false, shown.widthPx(), shown.heightPx()));
        }
        if (!draft.keyframes.isEmpty()) {
            shown = draft.keyframes.get(draft.keyframes.size() - 1);
        }
        Segment segment =
                new Segment(
                        origin.streamId(),
                        Ids.fileSegmentId(origin.sha256(), emitted),
                        origin.source(),
                        0,
                        emitted,
                        new TimeSpan(startUs, endUs),
                        wallClock(startUs),
                        info.video(),
                        draft.keyframes,
                        draft.motion(),
                        draft.pcm.audio(),
                        List.of(),
                        draft.decodeErrorRatio(),
                        draft.discontinuity || afterHole,
                        false);
        emitted++;
        afterHole = false;
        reports.accept(new DecoderReport.Decoded(segment));
    }

    private void hole(long startUs, long endUs) {
        afterHole = true;
        shown = null;
        reports.accept(new DecoderReport.Hole(new TimeSpan(startUs, endUs)));
    }

    /** Whether nothing was decoded for the next segment although there should be something. */
    private boolean isHole() {
        SegmentDraft next = drafts.get(emitted);
        if (next != null && (!next.isEmpty() || next.arrived)) {
            return false;
        }
        if (next != null && next.paused) {
            return true;
        }
        return dense && (live || afterHole || emptyAheadUs() >= MIN_FILE_HOLE_US);
    }

    private long emptyAheadUs() {
        long nextFull =
                drafts.entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .mapToLong(Map.Entry::getKey)
                        .min()
                        .orElse(newest + 1);
        return (nextFull - emitted) * segmentUs;
    }

    private Optional<WallClock> wallClock(long startUs) {
        if (cameraUnixUs.isPresent()) {
            return cameraUnixUs.map(
                    unixUs -> new WallClock(unixUs + startUs, WallClock.Origin.RTCP));
        }
        return info.createdUnixUs()
                .map(unixUs -> new WallClock(unixUs + startUs, WallClock.Origin.FILE));
    }
}

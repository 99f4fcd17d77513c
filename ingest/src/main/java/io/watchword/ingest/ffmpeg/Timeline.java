package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.watchword.contract.AudioSamples;
import io.watchword.ingest.audio.SampleClock;
import io.watchword.ingest.clock.MediaClock;
import io.watchword.ingest.clock.Place;
import io.watchword.ingest.clock.PtsUnwrapper;
import io.watchword.ingest.clock.PtsUnwrapper.Track;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.segment.Segmenter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Lays decoded frames and sound on the clock and hands them to the segmenter, one for each run.
 * Time begins at the first frame or sample, whichever is earlier; until both are known, the first
 * frame and the sound wait. Owns the tracks and the frame that waits. Not thread-safe.
 */
final class Timeline implements AutoCloseable {
    /** Sound that came before the first picture. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Heard(long ptsUs, short[] samples) {}

    private final Container container;
    private final DecodeOrder order;
    private final MediaInfo info;
    private final MediaClock clock;
    private final Runnable beforeRun;
    private final Consumer<DecoderReport> reports;
    private final Queue<Heard> heard = new ArrayDeque<>();
    private final AVFrame first = Ffmpeg.allocated(av_frame_alloc(), "a frame");
    private Segmenter segmenter;
    private SampleClock samples = new SampleClock();
    private @Nullable VideoTrack pictures;
    private boolean firstHeld;
    private long firstPtsUs;
    private long firstDurationUs;
    private boolean firstOfKeyframes;
    private long run;
    private long reachedUs;
    private long heardUs;
    private long notBeforeUs;
    private long lastFrameUs;
    private boolean bridged;

    Timeline(
            Container container,
            DecodeOrder order,
            MediaInfo info,
            MediaClock clock,
            Runnable beforeRun,
            Consumer<DecoderReport> reports) {
        this.container = container;
        this.order = order;
        this.info = info;
        this.clock = clock;
        this.beforeRun = beforeRun;
        this.reports = reports;
        this.segmenter = newSegmenter();
        openTrack();
    }

    private Segmenter newSegmenter() {
        return new Segmenter(order.origin(), order.config(), info, order.live(), reports);
    }

    private void openTrack() {
        if (container.video() != Container.NONE) {
            pictures = new VideoTrack(container, order.config(), segmenter);
        }
    }

    /** Goes on in the middle: pictures and sound before that time are not looked at. */
    void resume(long originPtsUs, long firstSegment) {
        clock.start(originPtsUs);
        segmenter.skipTo(firstSegment);
        notBeforeUs = firstSegment * order.config().segmentUs();
        reports.accept(new DecoderReport.Run(0, 0, originPtsUs));
    }

    boolean started() {
        return clock.started();
    }

    /** Whether a frame waits for the clock to start: no other can be taken. */
    boolean holdsFrame() {
        return firstHeld;
    }

    /** Pieces of sound that wait for the clock to start. */
    int waitingSound() {
        return heard.size();
    }

    /** Where a packet lies within the run; empty before the clock has started. */
    OptionalLong mediaUs(Track track, long ptsUs) {
        return clock.started() && ptsUs != PtsUnwrapper.UNKNOWN
                ? OptionalLong.of(clock.mediaUs(track, ptsUs))
                : OptionalLong.empty();
    }

    /** Media time reached by pictures, or by sound where there are none; within the run. */
    long reachedUs() {
        return reachedUs;
    }

    /** Media time reached by sound, within the run. */
    long heardUs() {
        return heardUs;
    }

    /** Whether pts have jumped so far. */
    boolean jumped() {
        return bridged || run > 0;
    }

    /** Takes a decoded frame, and leaves it empty. */
    void frame(AVFrame frame, long ptsUs, long durationUs, boolean keyframesOnly) {
        if (clock.started()) {
            show(frame, ptsUs, durationUs, keyframesOnly);
            av_frame_unref(frame);
        } else {
            av_frame_move_ref(first, frame);
            firstHeld = true;
            firstPtsUs = ptsUs;
            firstDurationUs = durationUs;
            firstOfKeyframes = keyframesOnly;
        }
    }

    private void show(AVFrame frame, long ptsUs, long durationUs, boolean keyframesOnly) {
        Place place = clock.place(Track.VIDEO, ptsUs, durationUs);
        if (place instanceof Place.NewRun next) {
            begin(next);
            place = clock.place(Track.VIDEO, ptsUs, durationUs);
        }
        if (place instanceof Place.At at && pictures != null) {
            bridged |= at.bridged();
            lastFrameUs = at.mediaUs();
            long endUs = at.mediaUs() + durationUs;
            reachedUs = Math.max(reachedUs, endUs);
            if (endUs > notBeforeUs) {
                pictures.frame(frame, at.mediaUs(), endUs, at.bridged(), keyframesOnly);
            }
        }
    }

    /** Takes sound. */
    void hear(long ptsUs, short[] pcm, int count) {
        if (!clock.started()) {
            heard.add(new Heard(ptsUs, Arrays.copyOf(pcm, count)));
            return;
        }
        long durationUs = count * 1_000_000L / AudioSamples.SAMPLE_RATE_HZ;
        Place place = clock.place(Track.AUDIO, ptsUs, durationUs);
        if (place instanceof Place.NewRun next) {
            begin(next);
            place = clock.place(Track.AUDIO, ptsUs, durationUs);
        }
        if (place instanceof Place.At at) {
            bridged |= at.bridged();
            heardUs = Math.max(heardUs, at.mediaUs() + durationUs);
            if (container.video() == Container.NONE) {
                reachedUs = heardUs;
            }
            segmenter.sound(samples.place(at.mediaUs(), count), pcm, count, at.bridged());
        }
    }

    /** Notes a packet that is not decoded: of pictures, or of sound. */
    void passed(Track track, long ptsUs, boolean paused) {
        if (!clock.started() || ptsUs == PtsUnwrapper.UNKNOWN) {
            return;
        }
        Place place = clock.passed(track, ptsUs);
        if (place instanceof Place.NewRun next) {
            begin(next);
            place = clock.passed(track, ptsUs);
        }
        if (place instanceof Place.At at) {
            if (track == Track.VIDEO) {
                reachedUs = Math.max(reachedUs, at.mediaUs());
                segmenter.videoPassed(at.mediaUs(), paused);
            } else {
                segmenter.audioPassed(at.mediaUs());
            }
        }
    }

    /** Share of the last frame that moves, or {@link VideoTrack#UNKNOWN}. */
    float moving() {
        return pictures == null || firstHeld ? VideoTrack.UNKNOWN : pictures.moving();
    }

    void damaged() {
        segmenter.damaged();
    }

    /** Notes what the camera's clock showed at the last frame. */
    void cameraClock(long unixUs) {
        if (clock.started()) {
            segmenter.cameraClock(unixUs, lastFrameUs);
        }
    }

    /**
     * Starts the clock once the first frame and the first sample are known, or at the latest.
     *
     * @return whether it started just now
     */
    boolean start(boolean expectPictures, boolean expectSound, boolean atTheLatest) {
        if (clock.started() || (!firstHeld && heard.isEmpty())) {
            return false;
        }
        boolean known = (firstHeld || !expectPictures) && (!heard.isEmpty() || !expectSound);
        if (!known && !atTheLatest) {
            return false;
        }
        long originPtsUs = originPtsUs();
        clock.start(originPtsUs);
        reports.accept(new DecoderReport.Run(0, 0, originPtsUs));
        for (Heard piece = heard.poll(); piece != null; piece = heard.poll()) {
            hear(piece.ptsUs(), piece.samples(), piece.samples().length);
        }
        if (firstHeld) {
            firstHeld = false;
            show(first, firstPtsUs, firstDurationUs, firstOfKeyframes);
            av_frame_unref(first);
        }
        return true;
    }

    private long originPtsUs() {
        long pictureUs = firstHeld ? firstPtsUs : PtsUnwrapper.UNKNOWN;
        Heard sound = heard.peek();
        long soundUs = sound == null ? PtsUnwrapper.UNKNOWN : sound.ptsUs();
        if (pictureUs == PtsUnwrapper.UNKNOWN || soundUs == PtsUnwrapper.UNKNOWN) {
            long known = Math.max(pictureUs, soundUs);
            return known == PtsUnwrapper.UNKNOWN ? 0 : known;
        }
        return Math.min(pictureUs, soundUs);
    }

    private void begin(Place.NewRun next) {
        beforeRun.run();
        segmenter.finishRun();
        if (pictures != null) {
            pictures.close();
        }
        run++;
        reachedUs = 0;
        heardUs = 0;
        samples = new SampleClock();
        segmenter = newSegmenter();
        openTrack();
        clock.start(next.ptsUs());
        reports.accept(new DecoderReport.Run(run, next.holeUs(), next.ptsUs()));
    }

    Segmenter segmenter() {
        return segmenter;
    }

    @Override
    public void close() {
        if (pictures != null) {
            pictures.close();
        }
        av_frame_free(first);
    }
}

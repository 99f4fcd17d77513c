package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.watchword.contract.ErrorCode;
import io.watchword.ingest.audio.SampleClock;
import io.watchword.ingest.clock.PtsUnwrapper;
import io.watchword.ingest.clock.PtsUnwrapper.Track;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.segment.Segmenter;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a file once, from its first packet to its last. Time begins at the first frame or sample,
 * whichever is earlier; until both are known, the first frame and the packets behind it wait (at
 * most {@value #MAX_WAITING} of them). Owns decoders, frames and packets. Not thread-safe.
 */
final class FileDecode implements AutoCloseable {
    private static final int MAX_WAITING = 256;
    private static final int MAX_READ_ERRORS = 100;

    /** Sound that came before the first picture. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Heard(long ptsUs, short[] samples) {}

    private final Container container;
    private final DecodeConfig config;
    private final Segmenter segmenter;
    private final PtsUnwrapper clock;
    private final long frameUs;
    private final long declaredUs;
    private final SampleClock samples = new SampleClock();
    private final Queue<Heard> heard = new ArrayDeque<>();
    private final Queue<AVPacket> waiting = new ArrayDeque<>();
    private final AVPacket packet = Ffmpeg.allocated(av_packet_alloc(), "a packet");
    private final AVFrame frame = Ffmpeg.allocated(av_frame_alloc(), "a frame");
    private final AVFrame first = Ffmpeg.allocated(av_frame_alloc(), "a frame");
    private @Nullable StreamDecoder video;
    private @Nullable StreamDecoder audio;
    private @Nullable VideoTrack pictures;
    private @Nullable Resampler resampler;
    private boolean firstHeld;
    private boolean decodedAny;
    private boolean pictureSeen;
    private long reachedUs;
    private long heardUs;

    FileDecode(Container container, DecodeConfig config, MediaInfo info, Segmenter segmenter) {
        this.container = container;
        this.config = config;
        this.segmenter = segmenter;
        this.declaredUs = info.durationUs();
        this.clock = new PtsUnwrapper(declaredUs);
        float rateHz = info.video().map(v -> v.frameRateHz()).orElse(0f);
        this.frameUs = rateHz > 0 && rateHz < 1000 ? Math.round(1_000_000 / rateHz) : 40_000;
    }

    /** Decodes everything, or says why it cannot. */
    Optional<Container.Opening.Refused> run() {
        Optional<Container.Opening.Refused> unsupported = openDecoders();
        if (unsupported.isPresent()) {
            return unsupported;
        }
        int errors = 0;
        int result = container.read(packet);
        while (result != Ffmpeg.END && errors < MAX_READ_ERRORS) {
            if (result < 0) {
                errors++;
                if (result == org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT()) {
                    return Optional.of(
                            new Container.Opening.Refused(
                                    ErrorCode.DEADLINE_EXCEEDED,
                                    "one read took longer than " + config.readTimeout()));
                }
            } else {
                take(packet);
                av_packet_unref(packet);
            }
            if (!pictureSeen && video != null && video.refusesPictures()) {
                return Optional.of(
                        new Container.Opening.Refused(
                                ErrorCode.LIMIT_EXCEEDED,
                                "its pictures are larger than the "
                                        + config.maxPixels()
                                        + " pixels that are decoded"));
            }
            result = container.read(packet);
        }
        drain();
        if (!decodedAny) {
            return Optional.of(
                    new Container.Opening.Refused(
                            ErrorCode.CORRUPT_MEDIA, "not one frame or sample could be decoded"));
        }
        if (errors > 0 || endsEarly()) {
            segmenter.damaged();
        }
        return Optional.empty();
    }

    /** Whether the container promised much more than there was. */
    private boolean endsEarly() {
        long endUs = container.durationIsOfStream() ? reachedUs : Math.max(reachedUs, heardUs);
        return container.durationIsCounted() && endUs + 1_000_000 < declaredUs;
    }

    private Optional<Container.Opening.Refused> openDecoders() {
        if (container.video() != Container.NONE) {
            video = StreamDecoder.open(container.stream(container.video()), config).orElse(null);
            pictures = new VideoTrack(container, config, segmenter);
        }
        if (container.audio() != Container.NONE) {
            audio = StreamDecoder.open(container.stream(container.audio()), config).orElse(null);
            resampler = new Resampler();
        }
        int needed = container.video() != Container.NONE ? container.video() : container.audio();
        if ((needed == container.video() ? video : audio) != null) {
            return Optional.empty();
        }
        return Optional.of(
                new Container.Opening.Refused(
                        ErrorCode.UNSUPPORTED_CODEC,
                        "no decoder takes its "
                                + StreamDecoder.codecName(container.stream(needed))
                                + " stream"));
    }

    private void take(AVPacket next) {
        if (next.stream_index() == container.video()) {
            if (firstHeld) {
                waiting.add(Ffmpeg.allocated(av_packet_clone(next), "a packet"));
            } else {
                decodeVideo(next);
            }
        } else if (next.stream_index() == container.audio()) {
            decodeAudio(next);
        }
        startWhenKnown(waiting.size() >= MAX_WAITING || heard.size() >= MAX_WAITING);
    }

    private void decodeVideo(@Nullable AVPacket next) {
        if (video == null) {
            return;
        }
        int result = video.send(next);
        if (result < 0 && result != Ffmpeg.END) {
            segmenter.damaged();
        }
        receiveVideo();
    }

    private void receiveVideo() {
        while (video != null && !firstHeld && video.receive(frame)) {
            decodedAny = true;
            pictureSeen = true;
            if (clock.started()) {
                show(frame);
                av_frame_unref(frame);
            } else {
                av_frame_move_ref(first, frame);
                firstHeld = true;
            }
        }
    }

    private void show(AVFrame decoded) {
        if (video == null || pictures == null) {
            return;
        }
        long declared = video.durationUs(decoded);
        long durationUs = declared > 0 ? declared : frameUs;
        long mediaUs = clock.mediaUs(Track.VIDEO, video.ptsUs(decoded), durationUs);
        reachedUs = Math.max(reachedUs, mediaUs + durationUs);
        pictures.frame(decoded, mediaUs, mediaUs + durationUs, clock.jumped());
    }

    private void decodeAudio(@Nullable AVPacket next) {
        if (audio == null || resampler == null) {
            return;
        }
        int result = audio.send(next);
        if (result < 0 && result != Ffmpeg.END && container.video() == Container.NONE) {
            segmenter.damaged();
        }
        while (audio.receive(frame)) {
            int count = resampler.convert(frame);
            long ptsUs = audio.ptsUs(frame);
            av_frame_unref(frame);
            if (count > 0) {
                decodedAny = true;
                boolean known = ptsUs != PtsUnwrapper.UNKNOWN;
                hear(known ? ptsUs - resampler.heldBackUs() : ptsUs, resampler.samples(), count);
            }
        }
    }

    private void hear(long ptsUs, short[] pcm, int count) {
        if (!clock.started()) {
            heard.add(new Heard(ptsUs, java.util.Arrays.copyOf(pcm, count)));
            return;
        }
        long durationUs = count * 1_000_000L / io.watchword.contract.AudioSamples.SAMPLE_RATE_HZ;
        long mediaUs = clock.mediaUs(Track.AUDIO, ptsUs, durationUs);
        heardUs = Math.max(heardUs, mediaUs + durationUs);
        if (container.video() == Container.NONE) {
            reachedUs = heardUs;
        }
        segmenter.sound(samples.place(mediaUs, count), pcm, count, clock.jumped());
    }

    /** Starts the clock once the first frame and the first sample are known, or at the latest. */
    private void startWhenKnown(boolean atTheLatest) {
        if (clock.started() || (!firstHeld && heard.isEmpty())) {
            return;
        }
        boolean videoKnown = firstHeld || video == null;
        boolean audioKnown = !heard.isEmpty() || audio == null;
        if (!(videoKnown && audioKnown) && !atTheLatest) {
            return;
        }
        clock.start(originUs());
        for (Heard piece = heard.poll(); piece != null; piece = heard.poll()) {
            hear(piece.ptsUs(), piece.samples(), piece.samples().length);
        }
        if (firstHeld) {
            firstHeld = false;
            show(first);
            av_frame_unref(first);
            receiveVideo();
        }
        for (AVPacket next = waiting.poll(); next != null; next = waiting.poll()) {
            decodeVideo(next);
            av_packet_free(next);
        }
    }

    private long originUs() {
        long pictureUs = firstHeld && video != null ? video.ptsUs(first) : PtsUnwrapper.UNKNOWN;
        Heard sound = heard.peek();
        long soundUs = sound == null ? PtsUnwrapper.UNKNOWN : sound.ptsUs();
        if (pictureUs == PtsUnwrapper.UNKNOWN || soundUs == PtsUnwrapper.UNKNOWN) {
            long known = Math.max(pictureUs, soundUs);
            return known == PtsUnwrapper.UNKNOWN ? 0 : known;
        }
        return Math.min(pictureUs, soundUs);
    }

    private void drain() {
        startWhenKnown(true);
        decodeVideo(null);
        startWhenKnown(true);
        decodeAudio(null);
        startWhenKnown(true);
        receiveVideo();
        if (resampler != null) {
            int left = resampler.flush();
            if (left > 0 && clock.started()) {
                hear(PtsUnwrapper.UNKNOWN, resampler.samples(), left);
            }
        }
    }

    @Override
    public void close() {
        for (AVPacket left = waiting.poll(); left != null; left = waiting.poll()) {
            av_packet_free(left);
        }
        if (pictures != null) {
            pictures.close();
        }
        if (resampler != null) {
            resampler.close();
        }
        if (video != null) {
            video.close();
        }
        if (audio != null) {
            audio.close();
        }
        av_frame_free(first);
        av_frame_free(frame);
        av_packet_free(packet);
    }
}

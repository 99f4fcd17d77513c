package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.watchword.contract.ErrorCode;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.clock.LiveClock;
import io.watchword.ingest.clock.MediaClock;
import io.watchword.ingest.clock.PtsUnwrapper;
import io.watchword.ingest.clock.PtsUnwrapper.Track;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeMode;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.HardwareDecode;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.ffmpeg.Container.Opening.Refused;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a source once, from its first packet to its last. While the clock has not started,
 * packets behind the first frame wait (at most {@value #MAX_WAITING} of them). Owns decoders,
 * frames and packets. Not thread-safe.
 */
final class DecodeLoop implements AutoCloseable {
    private static final int MAX_WAITING = 256;
    private static final int MAX_READ_ERRORS = 100;
    private static final long MAX_LIVE_WAIT_US = 1_000_000;
    private static final long PROGRESS_NS = 500_000_000;

    private final Container container;
    private final MediaInfo info;
    private final DecodeOrder order;
    private final DecodeConfig config;
    private final Consumer<DecoderReport> reports;
    private final Supplier<ShedLevel> shed;
    private final LongSupplier nanoClock;
    private final Timeline timeline;
    private final long frameUs;
    private final long declaredUs;
    private final Queue<AVPacket> waiting = new ArrayDeque<>();
    private final AVPacket packet = Ffmpeg.allocated(av_packet_alloc(), "a packet");
    private final AVFrame frame = Ffmpeg.allocated(av_frame_alloc(), "a frame");
    private final CameraClock cameraClock = new CameraClock();
    private ShedLevel level;
    private @Nullable StreamDecoder video;
    private @Nullable StreamDecoder audio;
    private @Nullable Resampler resampler;
    private @Nullable PacketRecorder recorder;
    private boolean awaitsKeyframe;
    private boolean decodedAny;
    private boolean pictureSeen;
    private long framesDecoded;
    private long framesDamaged;
    private long framesAtRest;
    private long bytesRead;
    private long progressNs;

    DecodeLoop(
            Container container,
            DecodeOrder order,
            MediaInfo info,
            Supplier<ShedLevel> shed,
            LongSupplier nanoClock,
            Consumer<DecoderReport> reports) {
        this.container = container;
        this.info = info;
        this.order = order;
        this.config = order.config();
        this.reports = reports;
        this.shed = shed;
        this.nanoClock = nanoClock;
        this.progressNs = nanoClock.getAsLong();
        this.declaredUs = info.durationUs();
        float rateHz = info.video().map(v -> v.frameRateHz()).orElse(0f);
        this.frameUs = rateHz > 0 && rateHz < 1000 ? Math.round(1_000_000 / rateHz) : 40_000;
        this.level = least(config.mode());
        this.timeline = new Timeline(container, order, info, clock(), this::endRecording, reports);
    }

    private MediaClock clock() {
        if (!order.live()) {
            return new PtsUnwrapper(declaredUs);
        }
        boolean pictures = container.video() != Container.NONE;
        return new LiveClock(
                pictures ? Track.VIDEO : Track.AUDIO,
                config.maxHoleUs(),
                container.wrapUs(pictures ? container.video() : container.audio()),
                nanoClock);
    }

    private static ShedLevel least(DecodeMode mode) {
        return switch (mode) {
            case ALL_FRAMES -> ShedLevel.NOTHING;
            case LIGHT -> ShedLevel.LIGHT;
            case KEYFRAMES -> ShedLevel.KEYFRAMES;
        };
    }

    /** Decodes everything, or says why it cannot. */
    ReadResult run() {
        Optional<Refused> stopped = openDecoders();
        if (stopped.isEmpty()) {
            reports.accept(
                    new DecoderReport.Opened(
                            info,
                            container.format(),
                            video == null ? HardwareDecode.NONE : video.hardware()));
            order.resume().ifPresent(this::resume);
            stopped = readAll();
        }
        if (stopped.isPresent()) {
            long segments = timeline.segmenter().emitted();
            return new ReadResult.Failed(stopped.get().code(), stopped.get().detail(), segments);
        }
        progress();
        if (order.live()) {
            return new ReadResult.Done(
                    timeline.segmenter().emitted(), timeline.segmenter().finishRun());
        }
        return timeline.segmenter().finish();
    }

    private Optional<Refused> readAll() {
        int errors = 0;
        int result = container.read(packet);
        while (result != Ffmpeg.END && errors < MAX_READ_ERRORS) {
            if (result == org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT()) {
                return Optional.of(
                        new Refused(
                                ErrorCode.DEADLINE_EXCEEDED,
                                "one read took longer than " + config.readTimeout()));
            }
            if (result >= 0) {
                errors = order.live() ? 0 : errors;
                take(packet);
                av_packet_unref(packet);
            } else if (result != Ffmpeg.AGAIN) { // a packet that belongs to no stream
                errors++;
            }
            if (!pictureSeen && video != null && video.refusesPictures()) {
                return Optional.of(
                        new Refused(
                                ErrorCode.LIMIT_EXCEEDED,
                                "its pictures are larger than the "
                                        + config.maxPixels()
                                        + " pixels that are decoded"));
            }
            tellProgress();
            result = container.read(packet);
        }
        drain();
        endRecording();
        if (!decodedAny) {
            return Optional.of(
                    new Refused(
                            ErrorCode.CORRUPT_MEDIA, "not one frame or sample could be decoded"));
        }
        if (errors > 0 || endsEarly()) {
            timeline.damaged();
        }
        return Optional.empty();
    }

    /** Whether the container promised much more than there was. */
    private boolean endsEarly() {
        long endUs =
                container.durationIsOfStream()
                        ? timeline.reachedUs()
                        : Math.max(timeline.reachedUs(), timeline.heardUs());
        return !order.live() && container.durationIsCounted() && endUs + 1_000_000 < declaredUs;
    }

    private Optional<Refused> openDecoders() {
        if (container.video() != Container.NONE) {
            openVideo();
            if (config.mode() == DecodeMode.KEYFRAMES && order.recordFileUs() == 0) {
                container.keyframesOnly();
            }
        }
        if (container.audio() != Container.NONE) {
            AVStream stream = container.stream(container.audio());
            audio = StreamDecoder.open(stream, config, false).orElse(null);
            resampler = new Resampler();
        }
        int needed = container.video() != Container.NONE ? container.video() : container.audio();
        if ((needed == container.video() ? video : audio) != null) {
            return Optional.empty();
        }
        return Optional.of(
                new Refused(
                        ErrorCode.UNSUPPORTED_CODEC,
                        "no decoder takes its "
                                + StreamDecoder.codecName(container.stream(needed))
                                + " stream"));
    }

    /** Goes to a key frame before the segment before the wanted one, so that motion is known. */
    private void resume(DecodeOrder.Resume place) {
        if (!place.seekable() || place.sequence() < 2) {
            return;
        }
        long before = place.sequence() - 1;
        long ptsUs = place.originPtsUs() + before * config.segmentUs();
        boolean there = KeyframeSeek.to(container, packet, ptsUs);
        timeline.resume(place.originPtsUs(), there ? before : 0);
        awaitsKeyframe = there;
    }

    /** Every packet of both streams comes by here, whatever is shed. */
    private void take(AVPacket next) {
        bytesRead += next.size();
        record(next);
        if (next.stream_index() == container.video()) {
            cameraClock.observe(next, container.stream(container.video()));
            takeVideo(next);
        } else if (next.stream_index() == container.audio()) {
            takeAudio(next);
        }
        boolean full = waiting.size() >= MAX_WAITING || timeline.waitingSound() >= MAX_WAITING;
        start(full || waitedLong(next));
    }

    /** Whether a live stream has waited long enough for the one of its streams that is missing. */
    private boolean waitedLong(AVPacket next) {
        AVPacket oldest = waiting.peek();
        return order.live()
                && oldest != null
                && next.stream_index() == container.video()
                && packetUs(next) - packetUs(oldest) > MAX_LIVE_WAIT_US;
    }

    /** The original packets, also while nothing of them is decoded. */
    private void record(AVPacket next) {
        if (order.recordFileUs() == 0) {
            return;
        }
        if (recorder == null) {
            recorder =
                    new PacketRecorder(
                            container.context(),
                            container.video(),
                            container.audio(),
                            order.recordFileUs(),
                            reports::accept);
        }
        long ticks = next.pts() != AV_NOPTS_VALUE ? next.pts() : next.dts();
        Track track = next.stream_index() == container.video() ? Track.VIDEO : Track.AUDIO;
        long ptsUs = Ffmpeg.micros(ticks, container.stream(next.stream_index()).time_base());
        recorder.packet(next, timeline.mediaUs(track, ptsUs).orElse(PtsUnwrapper.UNKNOWN));
    }

    private void endRecording() {
        if (recorder != null) {
            recorder.close();
            recorder = null;
        }
    }

    private void takeVideo(AVPacket next) {
        boolean key = (next.flags() & AV_PKT_FLAG_KEY) != 0;
        follow(key);
        if (awaitsKeyframe && !key) {
            return; // what it refers to was not read
        }
        awaitsKeyframe = false;
        reopenWhereTheCodecChanged();
        if (level == ShedLevel.PAUSED) {
            timeline.passed(Track.VIDEO, packetUs(next), true);
            return;
        }
        if (timeline.holdsFrame()) {
            waiting.add(Ffmpeg.allocated(av_packet_clone(next), "a packet"));
            return;
        }
        if (keyframesOnly() && order.live()) {
            timeline.passed(Track.VIDEO, packetUs(next), false);
        }
        decodeVideo(next);
    }

    /** A stream may go on in another codec: decoded is what its container says now. */
    private void reopenWhereTheCodecChanged() {
        StreamDecoder current = video;
        if (current == null || container.codecId(container.video()) == current.codecId()) {
            return;
        }
        start(true);
        decodeVideo(null);
        current.close();
        openVideo();
    }

    private void openVideo() {
        boolean mayRest =
                order.live() && config.restful() && config.mode() == DecodeMode.ALL_FRAMES;
        AVStream stream = container.stream(container.video());
        video = StreamDecoder.open(stream, config, mayRest).orElse(null);
        if (video != null) {
            video.level(level);
        }
    }

    private void takeAudio(AVPacket next) {
        if (level.compareTo(ShedLevel.NO_AUDIO) >= 0) {
            timeline.passed(Track.AUDIO, packetUs(next), level == ShedLevel.PAUSED);
        } else {
            decodeAudio(next);
        }
    }

    /** More is left out at once, less from a key frame on: those between need what was left out. */
    private void follow(boolean key) {
        ShedLevel least = least(config.mode());
        ShedLevel wanted = shed.get().compareTo(least) < 0 ? least : shed.get();
        boolean less = wanted.compareTo(level) < 0;
        if (wanted == level || (less && !key && level.compareTo(ShedLevel.LIGHT) > 0)) {
            return;
        }
        if (wanted == ShedLevel.PAUSED) {
            start(true);
            decodeVideo(null);
            decodeAudio(null);
        }
        if (video != null) {
            if (wanted == ShedLevel.PAUSED) {
                video.flush();
            }
            video.level(wanted);
        }
        if (audio != null && wanted == ShedLevel.PAUSED) {
            audio.flush();
        }
        level = wanted;
    }

    private boolean keyframesOnly() {
        return level.compareTo(ShedLevel.KEYFRAMES) >= 0;
    }

    private long packetUs(AVPacket of) {
        long ticks = of.dts() != AV_NOPTS_VALUE ? of.dts() : of.pts();
        return Ffmpeg.micros(ticks, container.stream(of.stream_index()).time_base());
    }

    private void decodeVideo(@Nullable AVPacket next) {
        if (video == null) {
            return;
        }
        int result = video.send(next);
        if (result < 0 && result != Ffmpeg.END) {
            framesDamaged++;
            timeline.damaged();
        }
        receiveVideo();
    }

    private void receiveVideo() {
        while (video != null && !timeline.holdsFrame() && video.receive(frame)) {
            decodedAny = true;
            pictureSeen = true;
            framesDecoded++;
            framesAtRest += video.rests() ? 1 : 0;
            framesDamaged += StreamDecoder.clean(frame) ? 0 : 1;
            long declared = video.durationUs(frame);
            long ptsUs = video.ptsUs(frame);
            timeline.frame(frame, ptsUs, declared > 0 ? declared : frameUs, keyframesOnly());
            tellMotion(ptsUs);
            cameraClock.unixUs(ptsUs).ifPresent(timeline::cameraClock);
        }
    }

    private void tellMotion(long ptsUs) {
        float moving = timeline.moving();
        if (video != null && moving != VideoTrack.UNKNOWN) {
            video.moved(ptsUs, moving);
        }
    }

    private void decodeAudio(@Nullable AVPacket next) {
        if (audio == null || resampler == null) {
            return;
        }
        int result = audio.send(next);
        if (result < 0 && result != Ffmpeg.END && container.video() == Container.NONE) {
            timeline.damaged();
        }
        while (audio.receive(frame)) {
            int count = resampler.convert(frame);
            long ptsUs = audio.ptsUs(frame);
            av_frame_unref(frame);
            if (count > 0) {
                decodedAny = true;
                boolean known = ptsUs != PtsUnwrapper.UNKNOWN;
                timeline.hear(
                        known ? ptsUs - resampler.heldBackUs() : ptsUs, resampler.samples(), count);
            }
        }
    }

    private void start(boolean atTheLatest) {
        if (!timeline.start(video != null, audio != null, atTheLatest)) {
            return;
        }
        receiveVideo();
        for (AVPacket next = waiting.poll(); next != null; next = waiting.poll()) {
            decodeVideo(next);
            av_packet_free(next);
        }
    }

    private void drain() {
        start(true);
        decodeVideo(null);
        start(true);
        decodeAudio(null);
        start(true);
        receiveVideo();
        if (resampler != null) {
            int left = resampler.flush();
            boolean wanted = level.compareTo(ShedLevel.NO_AUDIO) < 0;
            if (left > 0 && wanted && timeline.started()) {
                timeline.hear(PtsUnwrapper.UNKNOWN, resampler.samples(), left);
            }
        }
    }

    private void tellProgress() {
        long nowNs = nanoClock.getAsLong();
        if (nowNs - progressNs >= PROGRESS_NS) {
            progressNs = nowNs;
            progress();
        }
    }

    private void progress() {
        reports.accept(
                new DecoderReport.Progress(
                        framesDecoded,
                        framesDamaged,
                        bytesRead,
                        timeline.reachedUs(),
                        cameraClock.lastUnixUs(),
                        timeline.jumped(),
                        framesAtRest));
    }

    @Override
    public void close() {
        for (AVPacket left = waiting.poll(); left != null; left = waiting.poll()) {
            av_packet_free(left);
        }
        endRecording();
        timeline.close();
        if (resampler != null) {
            resampler.close();
        }
        if (video != null) {
            video.close();
        }
        if (audio != null) {
            audio.close();
        }
        av_frame_free(frame);
        av_packet_free(packet);
    }
}

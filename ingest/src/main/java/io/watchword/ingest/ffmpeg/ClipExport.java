package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.watchword.contract.TimeSpan;
import io.watchword.ingest.decode.DecodeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a span of recorded files as one MP4 file, without decoding anything: from the last key
 * frame before the span to the first one after it. What was not recorded in between is a pause in
 * the clip, so that its times stay true.
 *
 * <p>Reads bytes that came from outside with FFmpeg: to be called in a process of its own.
 */
public final class ClipExport {
    /** Where a recorded file lies, and its place on the stream's clock. */
    public record Piece(Path file, TimeSpan span) {}

    /** What became of it. */
    public sealed interface Result {
        /**
         * @param span what the clip holds; its time 0 is the start
         * @param pauses spans in it that were not recorded
         * @param note what the clip lacks, in words for people
         */
        record Written(TimeSpan span, List<TimeSpan> pauses, Optional<String> note)
                implements Result {}

        /** There is no clip, since browsers do not play what is recorded. */
        record Unplayable(String codec) implements Result {}

        /** There is no clip. */
        record Refused(String why) implements Result {}
    }

    private static final long PAUSE_US = 500_000;
    private static final long BEHIND_US = 1_500_000;

    /** What browsers play in an MP4 file, as FFmpeg names it. */
    private static final Set<String> PLAYED = Set.of("h264", "av1", "vp9", "aac", "mp3", "opus");

    private final TimeSpan wanted;
    private final Path out;
    private final boolean playable;
    private final List<TimeSpan> pauses = new ArrayList<>();
    private @Nullable ClipFile clip;
    private long fromUs; // stream's clock at time 0 of the clip
    private long reachedUs = Long.MIN_VALUE;
    private boolean ended;
    private Optional<String> note = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private Optional<String> unplayable = Optional.empty();

    private ClipExport(TimeSpan wanted, Path out, boolean playable) {
        this.wanted = wanted;
        this.out = out;
        this.playable = playable;
    }

    /**
     * Writes the clip, in place of a file that is there.
     *
     * @param pieces files that have some of the span
     */
    public static Result export(List<Piece> pieces, TimeSpan wanted, Path out) {
        return new ClipExport(wanted, out, false).run(pieces);
    }

    /**
     * Writes a clip that browsers play: without sound that they do not, and not at all where it is
     * the pictures that they do not.
     */
    public static Result exportPlayable(List<Piece> pieces, TimeSpan wanted, Path out) {
        return new ClipExport(wanted, out, true).run(pieces);
    }

    private Result run(List<Piece> pieces) {
        List<Piece> inTime =
                pieces.stream()
                        .filter(piece -> piece.span().overlaps(wanted))
                        .sorted(Comparator.comparingLong(piece -> piece.span().startUs()))
                        .toList();
        if (inTime.isEmpty()) {
            return new Result.Refused("nothing of the span is recorded");
        }
        try {
            for (Piece piece : inTime) {
                if (!ended && failure.isEmpty()) {
                    add(piece);
                }
            }
            return finish();
        } finally {
            if (clip != null) {
                clip.close();
            }
        }
    }

    private Result finish() {
        ClipFile written = clip;
        if (unplayable.isPresent()) {
            return new Result.Unplayable(unplayable.get());
        }
        if (written == null) {
            return new Result.Refused(failure.or(() -> note).orElse("the files have no packets"));
        }
        if (failure.isEmpty()) {
            int result = written.finish();
            failure = result < 0 ? Optional.of(Ffmpeg.message(result)) : Optional.empty();
        }
        if (failure.isPresent()) {
            return new Result.Refused(failure.get());
        }
        return new Result.Written(new TimeSpan(fromUs, reachedUs), List.copyOf(pauses), note);
    }

    private void add(Piece piece) {
        long startUs = Long.MIN_VALUE;
        if (clip == null) {
            long[] found = {startUs};
            open(piece, (container, lead) -> found[0] = lastKeyFrame(container, lead, piece));
            startUs = found[0];
        }
        long from = startUs;
        open(piece, (container, lead) -> copy(container, lead, piece, from));
    }

    private void open(Piece piece, ObjIntConsumer<Container> reader) {
        Container.Opening opening =
                Demuxer.open(new MediaInput.OfFile(piece.file()), DecodeConfig.DEFAULT);
        if (opening instanceof Container.Opening.Opened opened) {
            try (Container container = opened.container()) {
                int video = container.video();
                int lead = video != Container.NONE ? video : container.audio();
                if (lead != Container.NONE) {
                    reader.accept(container, lead);
                }
            }
        } else {
            note = Optional.of("a recorded file cannot be read, and is left out");
        }
    }

    private void copy(Container container, int lead, Piece piece, long startUs) {
        if (clip != null && !clip.fits(container.stream(lead))) {
            note = Optional.of("the pictures change their format: the clip ends there");
            ended = true;
            return;
        }
        if (reachedUs != Long.MIN_VALUE && piece.span().startUs() - reachedUs > PAUSE_US) {
            pauses.add(new TimeSpan(reachedUs, piece.span().startUs()));
        }
        each(container, packet -> take(container, packet, lead, piece, startUs));
    }

    /** Of a file: its last key frame that is not after the start of the span, or its first one. */
    private long lastKeyFrame(Container container, int lead, Piece piece) {
        long[] last = {Long.MIN_VALUE};
        each(
                container,
                packet -> {
                    long ptsUs = ptsUs(container, packet, piece);
                    boolean key = packet.stream_index() == lead && isKey(packet);
                    boolean first = last[0] == Long.MIN_VALUE;
                    if (key && (first || ptsUs <= wanted.startUs())) {
                        last[0] = ptsUs;
                    }
                    return ptsUs <= wanted.startUs() || last[0] == Long.MIN_VALUE;
                });
        return last[0];
    }

    private static boolean isKey(AVPacket packet) {
        return (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    }

    private static long ptsUs(Container container, AVPacket packet, Piece piece) {
        long pts = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        AVStream stream = container.stream(packet.stream_index());
        return piece.span().startUs() + Ffmpeg.micros(pts, stream.time_base());
    }

    /** Whether there is more to take. */
    private boolean take(
            Container container, AVPacket packet, int lead, Piece piece, long startUs) {
        int index = packet.stream_index();
        if (packet.dts() == AV_NOPTS_VALUE
                || (index != container.video() && index != container.audio())) {
            return true;
        }
        long ptsUs = ptsUs(container, packet, piece);
        boolean leads = index == lead;
        if (ended && (leads || ptsUs >= reachedUs)) {
            return ptsUs < reachedUs + BEHIND_US; // the sound of the last pictures may follow
        }
        if (leads && isKey(packet) && ptsUs >= wanted.endUs() && clip != null) {
            ended = true;
            return lead == container.video() && container.audio() != Container.NONE;
        }
        ClipFile into = clip;
        if (into == null) {
            if (!leads || ptsUs < startUs || !isKey(packet)) {
                return true;
            }
            into = begin(container, lead, ptsUs);
        }
        boolean before = ptsUs < fromUs;
        if (into == null || (before && !leads)) {
            return into != null;
        }
        AVStream stream = container.stream(index);
        long durationUs = Math.max(0, Ffmpeg.micros(packet.duration(), stream.time_base()));
        int result = into.write(packet, stream, leads, piece.span().startUs() - fromUs);
        if (result < 0) {
            failure = Optional.of(Ffmpeg.message(result));
        }
        if (leads) {
            reachedUs = Math.max(reachedUs, ptsUs + durationUs);
        }
        return failure.isEmpty();
    }

    private @Nullable ClipFile begin(Container container, int lead, long ptsUs) {
        fromUs = ptsUs;
        AVStream sound =
                lead == container.video() && container.audio() != Container.NONE
                        ? container.stream(container.audio())
                        : null;
        if (playable && !isPlayed(container.stream(lead))) {
            unplayable = Optional.of(codec(container.stream(lead)));
            failure = unplayable;
            return null;
        }
        if (playable && sound != null && !isPlayed(sound)) {
            sound = null;
        }
        ClipFile file = ClipFile.of(out, container.stream(lead), sound);
        clip = file;
        int result = file.begin();
        if (result < 0) {
            failure = Optional.of(out + ": " + Ffmpeg.message(result));
            return null;
        }
        return file;
    }

    private static boolean isPlayed(AVStream stream) {
        return PLAYED.contains(codec(stream));
    }

    private static String codec(AVStream stream) {
        return avcodec_get_name(stream.codecpar().codec_id()).getString();
    }

    /** Looks at a packet; whether to go on. */
    @FunctionalInterface
    private interface Look {
        boolean at(AVPacket packet);
    }

    private static void each(Container container, Look look) {
        AVPacket packet = Ffmpeg.allocated(av_packet_alloc(), "a packet");
        try {
            boolean more = true;
            while (more && container.read(packet) >= 0) {
                more = look.at(packet);
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
    }
}

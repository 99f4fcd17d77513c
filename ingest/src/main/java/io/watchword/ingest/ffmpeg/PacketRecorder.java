package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import io.watchword.ingest.clock.PtsUnwrapper;
import io.watchword.ingest.decode.DecoderReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a source's own packets, as they are, into short fragmented MP4 files, and hands their bytes
 * on. A file begins with a key frame, and there its time is 0, so that media time is its start plus
 * time in the file. A packet that cannot be written is left out; what is wrong with a file ends
 * that file and nothing else: the next one begins at the next key frame. Where a stream's key
 * frames are not clean cuts (open GOPs), the few pictures that are shown before the first key frame
 * of a file can be decoded only together with the file before it, as in a clip.
 *
 * <p>Holds a second or two of packets, and at most {@value #MAX_FRAGMENT_BYTES} bytes of a fragment
 * before it goes on. Owns muxer and copies of packets; the caller's packets stay the caller's. Not
 * thread-safe: the reading thread owns it.
 */
final class PacketRecorder implements AutoCloseable {
    private static final int MAX_REPORT_BYTES = 1 << 20;
    private static final int MAX_FRAGMENT_BYTES = 768 << 10;
    private static final long MAX_UNPLACED_BYTES = 8L << 20; // while no media time is known
    private static final long MAX_FRAGMENT_US = 5_000_000;
    private static final long SOUND_FRAGMENT_US = 1_000_000;
    private static final int MAX_BROKEN = 50;
    private static final long AHEAD_US = 10_000_000;

    private final AVFormatContext input;
    private final long fileUs;
    private final Consumer<DecoderReport.Recorded> out;
    private final int video;
    private final int audio;
    private final Optional<String> leftOut;
    private final PacketTimes pictureTimes;
    private final PacketTimes soundTimes;
    private final PacketLine line;
    private @Nullable FragmentedMp4 file;
    private boolean heard = true; // sound since the last file began
    private boolean placed; // startUs is known
    private long startUs; // media time at time 0 of the file
    private long originUs; // pts at time 0 of the file
    private long reachedUs; // pts up to which the file goes
    private long fragmentUs; // pts at which the fragment begins
    private boolean toldAny;
    private int broken; // packets in a row
    private long packetsLost;
    private long filesLost;

    /**
     * @param videoIndex or {@link Container#NONE}, like audioIndex
     * @param fileUs media time after which the next key frame begins a new file
     * @param out takes the bytes of one file after another, {@value #MAX_REPORT_BYTES} at most at
     *     once
     */
    PacketRecorder(
            AVFormatContext input,
            int videoIndex,
            int audioIndex,
            long fileUs,
            Consumer<DecoderReport.Recorded> out) {
        this.input = input;
        this.fileUs = fileUs;
        this.out = out;
        List<String> missing = new ArrayList<>();
        this.video = carried(videoIndex, "video", missing);
        this.audio = carried(audioIndex, "audio", missing);
        this.leftOut =
                missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing));
        this.pictureTimes = times(video);
        this.soundTimes = times(audio);
        this.line = new PacketLine(video != Container.NONE && audio != Container.NONE);
    }

    private int carried(int index, String kind, List<String> missing) {
        if (index == Container.NONE || FragmentedMp4.carries(input.streams(index))) {
            return index;
        }
        missing.add(
                kind + " in " + StreamDecoder.codecName(input.streams(index)) + ", not for MP4");
        return Container.NONE;
    }

    private PacketTimes times(int index) {
        return new PacketTimes(
                index == Container.NONE ? av_make_q(1, 1) : input.streams(index).time_base());
    }

    /** What the recording is without, in words for people; the same from the beginning. */
    Optional<String> leftOut() {
        return leftOut;
    }

    /** Packets that are so damaged that FFmpeg would not write them. */
    long packetsLost() {
        return packetsLost;
    }

    /** Files that FFmpeg would not write, or not to their end. */
    long filesLost() {
        return filesLost;
    }

    /**
     * Takes every packet of the source, in the order in which it was read.
     *
     * @param mediaUs of its pts; {@link PtsUnwrapper#UNKNOWN} while the clock has not started. Once
     *     known, it places what was taken before
     */
    void packet(AVPacket packet, long mediaUs) {
        int index = packet.stream_index();
        if (packet.size() <= 0 || (index != video && index != audio) || index < 0) {
            return;
        }
        boolean picture = index == video;
        AVPacket copy = Ffmpeg.allocated(av_packet_clone(packet), "a packet");
        boolean jumped = (picture ? pictureTimes : soundTimes).mend(copy);
        AVStream stream = input.streams(index);
        boolean key = !picture || (copy.flags() & AV_PKT_FLAG_KEY) != 0;
        PacketLine.Waiting next =
                new PacketLine.Waiting(
                        copy,
                        picture,
                        key,
                        jumped,
                        Ffmpeg.micros(copy.pts(), stream.time_base()),
                        Ffmpeg.micros(copy.dts(), stream.time_base()),
                        mediaUs);
        if (jumped && leads(next)) {
            drain(true);
        }
        line.add(next);
        drain(false);
    }

    /** Whether files begin and end with packets of this kind. */
    private boolean leads(PacketLine.Waiting next) {
        return next.picture() || video == Container.NONE;
    }

    private void drain(boolean atTheEnd) {
        for (Optional<PacketLine.Waiting> next = line.poll(atTheEnd);
                next.isPresent();
                next = line.poll(atTheEnd)) {
            try {
                take(next.get());
            } finally {
                next.get().free();
            }
        }
    }

    private void take(PacketLine.Waiting next) {
        if (leads(next)) {
            if (next.jumped() || (next.key() && next.ptsUs() - originUs >= fileUs)) {
                end();
            }
            if (file == null && next.key()) {
                begin(next);
            }
        } else {
            heard = true;
        }
        FragmentedMp4 current = file;
        int index = next.packet().stream_index();
        if (current == null || !current.has(index) || (!leads(next) && isElsewhere(next))) {
            return;
        }
        place(next);
        if (fragmentIsDue(current, next)) {
            handOn(current);
            fragmentUs = next.ptsUs();
        }
        if (file == null) {
            return; // it broke
        }
        long durationUs = Ffmpeg.micros(next.packet().duration(), input.streams(index).time_base());
        reachedUs = Math.max(reachedUs, next.ptsUs() + Math.max(0, durationUs));
        if (current.write(next.packet()) < 0) {
            packetsLost++;
            broken++;
            if (broken > MAX_BROKEN) {
                broke();
            }
        } else {
            broken = 0;
        }
    }

    /** Sound from before the file, or from a clock that the pictures have left. */
    private boolean isElsewhere(PacketLine.Waiting sound) {
        return sound.ptsUs() < originUs || sound.ptsUs() > reachedUs + AHEAD_US;
    }

    private void begin(PacketLine.Waiting first) {
        List<AVStream> streams = new ArrayList<>();
        streams.add(input.streams(first.packet().stream_index()));
        if (first.picture() && audio != Container.NONE && heard) {
            streams.add(input.streams(audio));
        }
        heard = false;
        placed = false;
        toldAny = false;
        originUs = first.ptsUs();
        reachedUs = originUs;
        fragmentUs = originUs;
        FragmentedMp4 next = FragmentedMp4.at(streams, first.packet().pts());
        file = next;
        if (next.begin() < 0) {
            broke();
        }
    }

    private void place(PacketLine.Waiting next) {
        if (!placed && next.mediaUs() != PtsUnwrapper.UNKNOWN) {
            placed = true;
            startUs = next.mediaUs() - (next.ptsUs() - originUs);
        }
    }

    private boolean fragmentIsDue(FragmentedMp4 current, PacketLine.Waiting next) {
        long pending = current.pendingBytes();
        if (pending == 0 || (!placed && pending < MAX_UNPLACED_BYTES)) {
            return false;
        }
        long lengthUs = next.ptsUs() - fragmentUs;
        boolean overdue =
                pending + next.packet().size() > MAX_FRAGMENT_BYTES || lengthUs > MAX_FRAGMENT_US;
        boolean dueByKind =
                next.picture()
                        ? next.key()
                        : video == Container.NONE && lengthUs >= SOUND_FRAGMENT_US;
        return overdue || (dueByKind && current.complete());
    }

    private void handOn(FragmentedMp4 current) {
        if (current.flush() < 0) {
            broke();
            return;
        }
        tell(current.take(), false);
    }

    private void end() {
        FragmentedMp4 current = file;
        if (current == null) {
            return;
        }
        if (current.finish() < 0) {
            broke();
            return;
        }
        byte[] rest = current.take();
        current.close();
        file = null;
        tell(rest, true);
    }

    /** The file ends with what was handed on. */
    private void broke() {
        filesLost++;
        if (file != null) {
            file.close();
            file = null;
        }
        if (toldAny) {
            tell(new byte[0], true);
        }
    }

    private void tell(byte[] bytes, boolean last) {
        if (!placed) {
            placed = true; // nobody says where it belongs: it is where recording began
            startUs = 0;
        }
        toldAny = true;
        long endUs = startUs + (reachedUs - originUs);
        int at = 0;
        do {
            int to = Math.min(bytes.length, at + MAX_REPORT_BYTES);
            byte[] piece =
                    at == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, at, to);
            at = to;
            out.accept(
                    new DecoderReport.Recorded(startUs, endUs, piece, last && to == bytes.length));
        } while (at < bytes.length);
    }

    /** Ends the file. */
    @Override
    public void close() {
        try {
            drain(true);
            end();
        } finally {
            line.close();
            if (file != null) {
                file.close();
                file = null;
            }
        }
    }
}

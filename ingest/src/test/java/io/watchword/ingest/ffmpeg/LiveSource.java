package io.watchword.ingest.ffmpeg;

import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import io.watchword.ingest.child.FrameSource;
import io.watchword.ingest.child.InputFrames;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.segment.SegmentOrigin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads bytes as a live source, in this process, and keeps what was reported. */
final class LiveSource {
    private static final int PIECE_BYTES = 188 * 7;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final List<DecoderReport> reports = new ArrayList<>();

    LiveSource(MediaFormat format) throws IOException {
        InputFrames.format(out, format, new byte[0]);
    }

    LiveSource media(Path file) throws IOException {
        return media(Files.readAllBytes(file), 0, 1);
    }

    /** The part of a file between two shares of its length. */
    LiveSource media(byte[] media, double from, double to) throws IOException {
        int end = (int) (media.length * to);
        for (int at = (int) (media.length * from); at < end; at += PIECE_BYTES) {
            InputFrames.media(out, media, at, Math.min(PIECE_BYTES, end - at));
        }
        return this;
    }

    LiveSource shed(ShedLevel level) throws IOException {
        InputFrames.shed(out, level);
        return this;
    }

    ReadResult read(DecodeConfig config) throws IOException {
        FrameSource source =
                FrameSource.open(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())))
                        .orElseThrow();
        DecodeOrder order =
                new DecodeOrder(
                        new SegmentOrigin("cam", "", "cam"), config, true, Optional.empty(), 0);
        return SourceReader.read(
                new MediaInput.OfFrames(source),
                order,
                source::level,
                System::nanoTime,
                reports::add);
    }

    /** One stretch without jumps. */
    record Stretch(DecoderReport.Run run, List<Segment> segments, List<TimeSpan> holes) {
        /** Segments and holes, in order of time. */
        List<TimeSpan> spans() {
            List<TimeSpan> spans = new ArrayList<>(holes);
            segments.forEach(segment -> spans.add(segment.span()));
            spans.sort(java.util.Comparator.comparingLong(TimeSpan::startUs));
            return spans;
        }
    }

    List<Stretch> runs() {
        List<Stretch> runs = new ArrayList<>();
        for (DecoderReport report : reports) {
            if (report instanceof DecoderReport.Run run) {
                runs.add(new Stretch(run, new ArrayList<>(), new ArrayList<>()));
            } else if (report instanceof DecoderReport.Decoded decoded) {
                runs.get(runs.size() - 1).segments().add(decoded.segment());
            } else if (report instanceof DecoderReport.Hole hole) {
                runs.get(runs.size() - 1).holes().add(hole.span());
            }
        }
        return runs;
    }

    List<DecoderReport> reports() {
        return reports;
    }
}

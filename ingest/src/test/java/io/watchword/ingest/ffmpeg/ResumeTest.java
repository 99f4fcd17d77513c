package io.watchword.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.HardwareDecode;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.segment.SegmentOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
    private static final TestClip.Painter DRIFT = (i, x, y) -> Scenes.texture(x - i, y, 14, 1);

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private record Read(ReadResult result, List<DecoderReport> reports) {
        List<Segment> segments() {
            return reports.stream()
                    .filter(DecoderReport.Decoded.class::isInstance)
                    .map(report -> ((DecoderReport.Decoded) report).segment())
                    .toList();
        }

        <T extends DecoderReport> T first(Class<T> kind) {
            return reports.stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Read read(Path file, DecodeConfig config, Optional<DecodeOrder.Resume> resume) {
        List<DecoderReport> reports = new ArrayList<>();
        DecodeOrder order =
                new DecodeOrder(
                        new SegmentOrigin("s", "ab".repeat(32), "clip"), config, false, resume, 0);
        ReadResult result =
                SourceReader.read(
                        new MediaInput.OfFile(file),
                        order,
                        () -> ShedLevel.NOTHING,
                        System::nanoTime,
                        reports::add);
        return new Read(result, reports);
    }

    private Path clip(String name) {
        return TestClip.make()
                .video(160, 96, 600, DRIFT)
                .sound(20, seconds -> 0.5 * Math.sin(2 * Math.PI * 440 * seconds))
                .with("-g", "75", "-bf", "2", "-c:a", name.endsWith(".ts") ? "mp2" : "aac")
                .write(folder.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.mp4", "clip.mkv", "clip.ts"})
    void goesOnInTheMiddleWithTheSameIdsAndSpans(String name) {
        Path clip = clip(name);
        Read whole = read(clip, DecodeConfig.DEFAULT, Optional.empty());
        long originPtsUs = whole.first(DecoderReport.Run.class).originPtsUs();

        Read rest =
                read(
                        clip,
                        DecodeConfig.DEFAULT,
                        Optional.of(new DecodeOrder.Resume(6, originPtsUs, true)));

        List<Segment> expected = whole.segments().subList(6, whole.segments().size());
        assertThat(rest.result()).isEqualTo(whole.result());
        assertThat(rest.first(DecoderReport.Run.class).originPtsUs()).isEqualTo(originPtsUs);
        assertThat(rest.segments())
                .extracting(Segment::segmentId)
                .isEqualTo(expected.stream().map(Segment::segmentId).toList());
        assertThat(rest.segments())
                .extracting(Segment::span)
                .isEqualTo(expected.stream().map(Segment::span).toList());
        for (int i = 0; i < expected.size() - 1; i++) {
            Segment was = expected.get(i);
            Segment is = rest.segments().get(i);
            assertThat(is.keyframes().get(0).jpeg()).isEqualTo(was.keyframes().get(0).jpeg());
            assertThat(is.motion().orElseThrow().vectors())
                    .isEqualTo(was.motion().orElseThrow().vectors());
            assertThat(is.audio().orElseThrow().samples().length)
                    .isCloseTo(
                            was.audio().orElseThrow().samples().length,
                            org.assertj.core.api.Assertions.within(2));
        }
        assertThat(rest.first(DecoderReport.Progress.class).framesDecoded())
                .isLessThan(450); // of 600: it did not begin at the start
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.mp4", "clip.ts"})
    void readsAgainFromTheStartWhatCannotBeEntered(String name) {
        Path clip = clip(name);
        Read whole = read(clip, DecodeConfig.DEFAULT, Optional.empty());

        Read rest =
                read(clip, DecodeConfig.DEFAULT, Optional.of(new DecodeOrder.Resume(4, 0, false)));

        assertThat(rest.segments().stream().map(SegmentCodec::encode).toList())
                .usingElementComparator(Arrays::compare)
                .isEqualTo(whole.segments().stream().skip(4).map(SegmentCodec::encode).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CUDA", "VAAPI", "QSV"})
    void decodesInSoftwareWhereTheMachineHasNoSuchDevice(String name) {
        HardwareDecode kind = HardwareDecode.valueOf(name);
        Path clip = clip("clip.mp4");
        DecodeConfig d = DecodeConfig.DEFAULT;
        DecodeConfig wanting =
                new DecodeConfig(
                        d.segmentLength(),
                        d.keyframeLongSidePx(),
                        d.keyframeQuantiser(),
                        d.maxCutsPerSegment(),
                        d.maxPixels(),
                        d.maxStreams(),
                        d.probeBytes(),
                        d.analyzeDuration(),
                        d.readTimeout(),
                        d.mode(),
                        kind,
                        d.maxHole(),
                        d.restful());

        Read read = read(clip, wanting, Optional.empty());

        boolean has = HardwareProbe.available().contains(kind);
        assertThat(read.first(DecoderReport.Opened.class).hardware())
                .isEqualTo(has ? kind : HardwareDecode.NONE);
        assertThat(read.result()).isEqualTo(read(clip, d, Optional.empty()).result());
    }
}

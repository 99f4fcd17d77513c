package io.watchword.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeMode;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.fetch.MediaFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRunTest {
    private static final TestClip.Painter DRIFT = (i, x, y) -> Scenes.texture(x - i, y, 14, 1);

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private static double tone(double seconds) {
        return 0.5 * Math.sin(2 * Math.PI * 440 * seconds);
    }

    /** A transport stream whose pts begin at an offset (and 1.4 s, as FFmpeg's do). */
    private Path ts(String name, double seconds, double offsetSeconds, String... options) {
        return TestClip.make()
                .video(160, 96, (int) (seconds * 30), DRIFT)
                .sound(seconds, LiveRunTest::tone)
                .with("-c:a", "mp2", "-g", "15")
                .with("-output_ts_offset", Double.toString(offsetSeconds))
                .with(options)
                .write(folder.resolve(name + ".ts"));
    }

    private static void assertTiled(List<LiveSource.Stretch> runs) {
        for (LiveSource.Stretch run : runs) {
            long endUs = 0;
            for (TimeSpan span : run.spans()) {
                assertThat(span.startUs()).isEqualTo(endUs);
                endUs = span.endUs();
            }
            assertThat(endUs).isPositive();
        }
    }

    private static long coveredUs(LiveSource.Stretch run) {
        return run.spans().stream().mapToLong(TimeSpan::durationUs).sum();
    }

    @Test
    void givesARunWithoutAClosingRecord() throws IOException {
        LiveSource source = new LiveSource(MediaFormat.MPEGTS).media(ts("a", 5, 0));

        ReadResult result = source.read(DecodeConfig.DEFAULT);

        List<LiveSource.Stretch> runs = source.runs();
        assertThat(result).isInstanceOf(ReadResult.Done.class);
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).segments()).hasSize(3).noneMatch(Segment::last);
        assertThat(runs.get(0).segments()).allMatch(s -> s.motion().isPresent());
        assertThat(coveredUs(runs.get(0))).isCloseTo(5_000_000, within(60_000L));
        assertTiled(runs);
    }

    @Test
    void beginsARunWherePtsGoBack() throws IOException {
        LiveSource source =
                new LiveSource(MediaFormat.MPEGTS).media(ts("a", 5, 100)).media(ts("b", 3, 0));

        source.read(DecodeConfig.DEFAULT);

        List<LiveSource.Stretch> runs = source.runs();
        assertThat(runs).hasSize(2);
        assertThat(runs.get(1).run().number()).isEqualTo(1);
        assertThat(runs.get(1).run().holeUs()).isZero(); // it came at once
        assertThat(coveredUs(runs.get(0))).isCloseTo(5_000_000, within(150_000L));
        assertThat(coveredUs(runs.get(1))).isCloseTo(3_000_000, within(150_000L));
        assertThat(runs.get(1).segments().get(0).span()).isEqualTo(new TimeSpan(0, 2_000_000));
        assertThat(runs.get(1).segments().get(0).audio()).isPresent();
        assertTiled(runs);
    }

    @Test
    void measuresTheHoleThatPtsLeaveOut() throws IOException {
        LiveSource source =
                new LiveSource(MediaFormat.MPEGTS).media(ts("a", 4, 0)).media(ts("b", 3, 9));

        source.read(DecodeConfig.DEFAULT);

        List<LiveSource.Stretch> runs = source.runs();
        assertThat(runs).hasSize(2);
        long holeUs = runs.get(1).run().holeUs();
        assertThat(coveredUs(runs.get(0)) + holeUs).isCloseTo(9_000_000, within(100_000L));
        assertThat(coveredUs(runs.get(1))).isCloseTo(3_000_000, within(150_000L));
        assertTiled(runs);
    }

    @Test
    void losesNoTimeWhereTheCounterStartsAnew() throws IOException {
        Path plain = ts("plain", 8, 0);
        Path wrapped = ts("wrapped", 8, 95_440); // 2^33 ticks of 90 kHz are 95,443.7 s
        LiveSource one = new LiveSource(MediaFormat.MPEGTS).media(plain);
        LiveSource other = new LiveSource(MediaFormat.MPEGTS).media(wrapped);

        one.read(DecodeConfig.DEFAULT);
        other.read(DecodeConfig.DEFAULT);

        assertThat(other.runs()).hasSize(1);
        assertThat(other.runs().get(0).spans()).isEqualTo(one.runs().get(0).spans());
        assertThat(Recorded.of(wrapped).result()).isEqualTo(Recorded.of(plain).result());
        assertThat(Recorded.of(wrapped).media()).noneMatch(Segment::discontinuity);
    }

    @Test
    void tellsAHoleAndNoStillPictureWhereFramesAreMissing() throws IOException {
        Path clip =
                TestClip.make()
                        .video(160, 96, 360, DRIFT)
                        .with("-vf", "select='not(between(t,3,9))'", "-fps_mode", "vfr")
                        .write(folder.resolve("hole.mkv"));
        List<TimeSpan> holes = new java.util.ArrayList<>();
        List<Segment> segments = new java.util.ArrayList<>();

        SourceReader.read(
                new MediaInput.OfFile(clip),
                new io.watchword.ingest.decode.DecodeOrder(
                        new io.watchword.ingest.segment.SegmentOrigin("s", "", "s"),
                        DecodeConfig.DEFAULT,
                        false,
                        java.util.Optional.empty(),
                        0),
                () -> ShedLevel.NOTHING,
                System::nanoTime,
                report -> {
                    if (report instanceof io.watchword.ingest.decode.DecoderReport.Hole hole) {
                        holes.add(hole.span());
                    } else if (report
                            instanceof io.watchword.ingest.decode.DecoderReport.Decoded d) {
                        segments.add(d.segment());
                    }
                });

        assertThat(holes)
                .containsExactly(
                        new TimeSpan(4_000_000, 6_000_000), new TimeSpan(6_000_000, 8_000_000));
        assertThat(segments)
                .extracting(segment -> segment.span().startUs())
                .containsExactly(0L, 2_000_000L, 8_000_000L, 10_000_000L, 12_000_000L);
        assertThat(segments.get(2).discontinuity()).isTrue();
        assertThat(segments.get(2).sequence()).isEqualTo(4);
    }

    @Test
    void keepsAPictureASecondForWhatItIs() {
        Path clip =
                TestClip.make()
                        .video(160, 96, 6, DRIFT)
                        .fps(0.25)
                        .write(folder.resolve("lapse.mp4"));

        Recorded read = Recorded.of(clip);

        assertThat(read.media()).hasSize(12);
    }

    @Test
    void decodesKeyFramesAloneAndSaysNothingAboutMotion() throws IOException {
        LiveSource source = new LiveSource(MediaFormat.MPEGTS).media(ts("a", 8, 0, "-g", "90"));

        source.read(DecodeConfig.DEFAULT.withMode(DecodeMode.KEYFRAMES));

        LiveSource.Stretch run = source.runs().get(0);
        assertThat(source.runs()).hasSize(1);
        assertThat(run.holes()).allMatch(hole -> hole.durationUs() < 100_000); // the last bit
        assertThat(run.segments()).allMatch(s -> s.motion().isEmpty());
        assertThat(run.segments()).allMatch(s -> s.audio().isPresent());
        assertThat(run.segments())
                .extracting(s -> s.keyframes().size())
                .containsExactly(1, 1, 0, 1); // at 0, 3 and 6 s
        assertTiled(source.runs());
    }

    @Test
    void leavesOutWhatNothingNeedsInLightMode() throws IOException {
        Path clip = ts("a", 6, 0, "-bf", "2");
        LiveSource all = new LiveSource(MediaFormat.MPEGTS).media(clip);
        LiveSource light = new LiveSource(MediaFormat.MPEGTS).media(clip);

        all.read(DecodeConfig.DEFAULT);
        light.read(DecodeConfig.DEFAULT.withMode(DecodeMode.LIGHT));

        assertThat(frames(light)).isLessThan(frames(all) / 2);
        assertThat(light.runs().get(0).spans()).isEqualTo(all.runs().get(0).spans());
        assertThat(light.runs().get(0).segments()).allMatch(s -> s.motion().isPresent());
    }

    private static long frames(LiveSource source) {
        return source.reports().stream()
                .filter(io.watchword.ingest.decode.DecoderReport.Progress.class::isInstance)
                .map(io.watchword.ingest.decode.DecoderReport.Progress.class::cast)
                .mapToLong(io.watchword.ingest.decode.DecoderReport.Progress::framesDecoded)
                .max()
                .orElseThrow();
    }

    @Test
    void tellsAHoleWhilePausedAndGoesOnAfterIt() throws IOException {
        byte[] clip = Files.readAllBytes(ts("a", 20, 0));
        LiveSource source =
                new LiveSource(MediaFormat.MPEGTS)
                        .media(clip, 0, 0.25)
                        .shed(ShedLevel.PAUSED)
                        .media(clip, 0.25, 0.75)
                        .shed(ShedLevel.NOTHING)
                        .media(clip, 0.75, 1);

        source.read(DecodeConfig.DEFAULT);

        LiveSource.Stretch run = source.runs().get(0);
        assertThat(source.runs()).hasSize(1);
        assertThat(run.holes().stream().mapToLong(TimeSpan::durationUs).sum())
                .isBetween(7_000_000L, 10_000_000L);
        assertThat(coveredUs(run)).isCloseTo(20_000_000, within(100_000L));
        assertThat(run.segments().get(run.segments().size() - 1).motion()).isPresent();
        assertTiled(source.runs());
    }

    @Test
    void leavesSoundOutWhenToldSo() throws IOException {
        byte[] clip = Files.readAllBytes(ts("a", 12, 0));
        LiveSource source =
                new LiveSource(MediaFormat.MPEGTS)
                        .media(clip, 0, 0.3)
                        .shed(ShedLevel.NO_AUDIO)
                        .media(clip, 0.3, 1);

        source.read(DecodeConfig.DEFAULT);

        List<Segment> segments = source.runs().get(0).segments();
        assertThat(segments.get(0).audio()).isPresent();
        assertThat(segments.get(segments.size() - 1).audio()).isEmpty();
        assertThat(segments.get(segments.size() - 1).motion()).isEmpty();
        assertThat(segments.get(segments.size() - 1).keyframes()).isNotEmpty();
        assertTiled(source.runs());
    }
}

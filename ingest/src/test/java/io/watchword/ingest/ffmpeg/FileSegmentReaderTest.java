package io.watchword.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.VideoInfo;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.ReadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSegmentReaderTest {
    private static final TestClip.Painter DRIFT = (i, x, y) -> Scenes.texture(x - i, y, 14, 1);

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private static double tone(double seconds) {
        return 0.5 * Math.sin(2 * Math.PI * 440 * seconds);
    }

    @Test
    void cutsAFileIntoTwoSecondsAndClosesIt() {
        Path clip =
                TestClip.make()
                        .video(160, 96, 150, DRIFT)
                        .sound(5, FileSegmentReaderTest::tone)
                        .with("-c:a", "pcm_s16le")
                        .write(folder.resolve("clip.avi"));

        Recorded read = Recorded.of(clip);

        assertThat(read.result()).isEqualTo(new ReadResult.Done(3, 5_000_000));
        assertThat(read.all())
                .extracting(Segment::span)
                .containsExactly(
                        new TimeSpan(0, 2_000_000),
                        new TimeSpan(2_000_000, 4_000_000),
                        new TimeSpan(4_000_000, 5_000_000),
                        new TimeSpan(5_000_000, 5_000_000));
        assertThat(read.all().get(3).last()).isTrue();
        assertThat(read.media())
                .extracting(segment -> segment.motion().orElseThrow().steps())
                .containsExactly(12, 12, 6);
        assertThat(read.media())
                .extracting(segment -> segment.audio().orElseThrow().samples().length)
                .containsExactly(32_000, 32_000, 16_000);
        assertThat(read.media()).allSatisfy(s -> assertThat(s.keyframes()).hasSize(1));
    }

    @Test
    void givesTheSameBytesWhenReadAgain() {
        Path clip =
                TestClip.make()
                        .video(160, 96, 90, DRIFT)
                        .sound(3, FileSegmentReaderTest::tone)
                        .with("-c:a", "aac")
                        .write(folder.resolve("clip.mp4"));

        List<byte[]> once = Recorded.of(clip).all().stream().map(SegmentCodec::encode).toList();
        List<byte[]> again = Recorded.of(clip).all().stream().map(SegmentCodec::encode).toList();

        assertThat(again).usingElementComparator(Arrays::compare).isEqualTo(once);
    }

    @Test
    void readsSoundWithoutPictures() {
        Path clip =
                TestClip.make()
                        .sound(3, FileSegmentReaderTest::tone)
                        .write(folder.resolve("sound.flac"));

        Recorded read = Recorded.of(clip);

        assertThat(read.result()).isEqualTo(new ReadResult.Done(2, 3_000_000));
        assertThat(read.media())
                .allSatisfy(
                        segment -> {
                            assertThat(segment.video()).isEmpty();
                            assertThat(segment.motion()).isEmpty();
                            assertThat(segment.keyframes()).isEmpty();
                            assertThat(segment.audio()).isPresent();
                        });
    }

    @Test
    void readsPicturesWithoutSound() {
        Path clip =
                TestClip.make()
                        .video(161, 97, 60, DRIFT)
                        .with("-c:v", "ffv1")
                        .write(folder.resolve("odd.mkv"));

        Recorded read = Recorded.of(clip);

        assertThat(read.result()).isEqualTo(new ReadResult.Done(1, 2_000_000));
        assertThat(read.media().get(0).audio()).isEmpty();
        assertThat(read.media().get(0).keyframes().get(0).widthPx()).isEqualTo(162); // even
    }

    @Test
    void inventsNoSilenceBeforeLateSound() {
        Path clip =
                TestClip.make()
                        .video(160, 96, 60, DRIFT)
                        .sound(1, FileSegmentReaderTest::tone)
                        .soundFrom(0.75)
                        .with("-c:a", "flac")
                        .write(folder.resolve("late.mkv"));

        Segment segment = Recorded.of(clip).media().get(0);

        assertThat((double) segment.audio().orElseThrow().startUs())
                .isCloseTo(750_000, within(2_000.0));
        assertThat(segment.audio().orElseThrow().samples().length).isEqualTo(16_000);
    }

    @Test
    void turnsPicturesAndMotionUpright() throws IOException {
        Path stored = TestClip.make().video(320, 180, 30, DRIFT).write(folder.resolve("a.mp4"));
        Path clip = folder.resolve("turned.mp4");
        TestClip.run(
                List.of(
                        Loader.load(ffmpeg.class),
                        "-v",
                        "error",
                        "-nostdin",
                        "-display_rotation",
                        "-90",
                        "-i",
                        stored.toString(),
                        "-c",
                        "copy",
                        clip.toString()));

        Recorded read = Recorded.of(clip);

        VideoInfo video = read.media().get(0).video().orElseThrow();
        assertThat(video.rotationDegrees()).isEqualTo(90);
        assertThat(video.widthPx()).isEqualTo(180);
        assertThat(video.heightPx()).isEqualTo(320);
        MotionField field = read.motion(0);
        assertThat(field.dx(3, 10, 18)).isBetween(-2, 2);
        assertThat(field.dy(3, 10, 18)).isBetween(9, 11); // five of 320 lines, in half pixels
    }

    @Test
    void samplesByTimeWhereFramesAreUneven() {
        Path clip =
                TestClip.make()
                        .video(160, 96, 12, DRIFT)
                        .with("-vf", "setpts='if(lt(N,6),N*0.04,1+N*0.1)/TB'", "-fps_mode", "vfr")
                        .with("-enc_time_base", "1:1000")
                        .write(folder.resolve("uneven.mkv"));

        MotionField field = Recorded.of(clip).motion(0);

        assertThat(field.steps()).isEqualTo(12);
        assertThat(movingCells(field, 1)).isPositive();
        assertThat(movingCells(field, 4)).isZero(); // nothing new between 0.2 s and 1.6 s
    }

    private static int movingCells(MotionField field, int step) {
        int count = 0;
        for (int cell = 0; cell < MotionField.CELLS; cell++) {
            int row = cell / MotionField.GRID_WIDTH;
            count += field.dx(step, row, cell % MotionField.GRID_WIDTH) != 0 ? 1 : 0;
        }
        return count;
    }

    @Test
    void seesNoMotionInANoisyWall() {
        Path clip =
                TestClip.make()
                        .video(320, 180, 60, (i, x, y) -> (int) (120 + 8 * Scenes.noise(x, y, i)))
                        .write(folder.resolve("wall.avi"));

        MotionField field = Recorded.of(clip).motion(0);

        for (int step = 0; step < field.steps(); step++) {
            assertThat(movingCells(field, step)).isLessThan(MotionField.CELLS / 50);
        }
    }

    @Test
    void marksTheKeyframeOfANewShot() {
        Path clip =
                TestClip.make()
                        .video(
                                320,
                                180,
                                60,
                                (i, x, y) ->
                                        i < 40
                                                ? Scenes.texture(x, y, 12, 1)
                                                : Scenes.texture(x, y, 70, 9))
                        .write(folder.resolve("cut.avi"));

        Segment segment = Recorded.of(clip).media().get(0);

        assertThat(segment.keyframes())
                .extracting(keyframe -> keyframe.sceneCut())
                .containsExactly(false, true);
    }

    @Test
    void readsATruncatedFileAsFarAsItDecodes() throws IOException {
        Path clip =
                TestClip.make()
                        .video(320, 180, 150, DRIFT)
                        .with("-movflags", "+faststart")
                        .write(folder.resolve("whole.mp4"));
        Path half = cut(clip, "half.mp4", Files.size(clip) / 2);

        Recorded read = Recorded.of(half);

        assertThat(read.result()).isInstanceOf(ReadResult.Done.class);
        assertThat(read.result().segments()).isBetween(1L, 2L);
        assertThat(read.media().get(read.media().size() - 1).decodeErrorRatio()).isPositive();
    }

    @Test
    void refusesAnMp4WithoutItsIndex() throws IOException {
        Path clip = TestClip.make().video(320, 180, 60, DRIFT).write(folder.resolve("whole.mp4"));

        assertUnreadable(cut(clip, "headless.mp4", Files.size(clip) / 2), "no media");
    }

    private Path cut(Path clip, String name, long bytes) throws IOException {
        byte[] whole = Files.readAllBytes(clip);
        return Files.write(folder.resolve(name), Arrays.copyOf(whole, (int) bytes));
    }

    @Test
    void refusesWhatIsNoMedia() throws IOException {
        byte[] text = "PK\u0003\u0004 no film".repeat(500).getBytes(StandardCharsets.UTF_8);

        assertUnreadable(Files.write(folder.resolve("zip.mp4"), text), "no media");
        assertUnreadable(Files.createFile(folder.resolve("empty.mp4")), "empty");
        assertUnreadable(Files.createDirectory(folder.resolve("folder.mp4")), "found a folder");
        assertUnreadable(folder.resolve("absent.mp4"), "no such file");
    }

    @Test
    void refusesAPlaylistThatNamesOtherFiles() throws IOException {
        Path other = TestClip.make().video(160, 96, 30, DRIFT).write(folder.resolve("other.mp4"));
        String list = "ffconcat version 1.0\nfile " + other.getFileName() + "\n";

        assertUnreadable(Files.writeString(folder.resolve("list.mp4"), list), "no media");
    }

    private static void assertUnreadable(Path file, String detail) {
        Recorded read = Recorded.of(file);

        assertThat(read.result()).isInstanceOf(ReadResult.Failed.class);
        ReadResult.Failed failed = (ReadResult.Failed) read.result();
        assertThat(failed.code()).isEqualTo(ErrorCode.UNREADABLE);
        assertThat(failed.detail()).startsWith(file.getFileName() + ": ").contains(detail);
        assertThat(read.all()).isEmpty();
    }

    @Test
    void refusesPicturesThatAreTooLarge() {
        Path clip =
                TestClip.make()
                        .video(320, 180, 5, DRIFT)
                        .with("-c:v", "libopenh264")
                        .write(folder.resolve("large.mp4"));
        DecodeConfig d = DecodeConfig.DEFAULT;
        DecodeConfig small =
                new DecodeConfig(
                        d.segmentLength(),
                        512,
                        3,
                        4,
                        10_000,
                        16,
                        d.probeBytes(),
                        d.analyzeDuration(),
                        d.readTimeout(),
                        d.mode(),
                        d.hardware(),
                        d.maxHole(),
                        d.restful());

        ReadResult.Failed failed = (ReadResult.Failed) Recorded.of(clip, small).result();

        assertThat(failed.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(failed.detail()).contains("320×180");
    }
}

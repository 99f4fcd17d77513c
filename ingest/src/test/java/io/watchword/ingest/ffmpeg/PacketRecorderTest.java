package io.watchword.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.TimeSpan;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.ffmpeg.TestRecording.Whole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketRecorderTest {
    private static final TestClip.Painter DRIFT = (i, x, y) -> Scenes.texture(x - i, y, 14, 1);
    private static final TestClip.Painter NOISE =
            (i, x, y) -> (x * 7919 + y * 104729 + i * 31) % 255;

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private static double tone(double seconds) {
        return 0.5 * Math.sin(2 * Math.PI * 440 * seconds);
    }

    private static List<String> pictures(List<Whole> files) {
        List<String> all = new ArrayList<>();
        files.forEach(file -> all.addAll(TestRecording.hashes(file.path(), "-map", "0:v")));
        return all;
    }

    private static int soundPackets(Path file) {
        return TestRecording.hashes(file, "-map", "0:a", "-c", "copy").size();
    }

    @ParameterizedTest
    @CsvSource({
        "clip.ts, libopenh264, aac, 0",
        "clip.ts, mpeg4, mp2, 2",
        "clip.mp4, libopenh264, aac, 0",
        "clip.mkv, mpeg4, libmp3lame, 0",
        "clip.avi, mpeg4, mp2, 0",
        "clip.ts, mpeg2video, ac3, 2"
    })
    void recordsEveryPictureAndSoundIntoFilesThatPlay(
            String name, String videoCodec, String audioCodec, String betweenReferences) {
        Path clip =
                TestClip.make()
                        .video(160, 96, 270, DRIFT)
                        .sound(9, PacketRecorderTest::tone)
                        .with("-c:v", videoCodec, "-g", "15", "-flags", "+cgop", "-c:a", audioCodec)
                        .with("-bf", betweenReferences, "-sc_threshold", "1000000000")
                        .write(folder.resolve(name));

        TestRecording recorded = TestRecording.of(clip, 2_000_000);

        List<Whole> files = recorded.files(folder);
        assertThat(recorded.filesLost()).isZero();
        assertThat(recorded.leftOut()).isEmpty();
        assertThat(files).hasSizeBetween(4, 5);
        assertThat(pictures(files)).isEqualTo(TestRecording.hashes(clip, "-map", "0:v"));
        assertThat(files.stream().mapToInt(file -> soundPackets(file.path())).sum())
                .isCloseTo(soundPackets(clip), within(3)); // those before the first picture
        for (int i = 0; i < files.size(); i++) {
            double beforeUs = i == 0 ? 0 : files.get(i - 1).endUs();
            assertThat((double) files.get(i).startUs()).isCloseTo(beforeUs, within(100_000.0));
            assertThat(TestRecording.seconds(files.get(i).path(), "-map", "0:v").get(0))
                    .isCloseTo(0, within(0.001));
        }
        assertThat((double) files.get(files.size() - 1).endUs())
                .isCloseTo(9_000_000, within(100_000.0));
    }

    @Test
    void keepsSoundAndPicturesTogether() {
        Path clip =
                TestClip.make()
                        .video(160, 96, 180, DRIFT)
                        .sound(6, PacketRecorderTest::tone)
                        .with("-c:v", "libopenh264", "-g", "30", "-c:a", "aac")
                        .write(folder.resolve("clip.ts"));

        List<Whole> files = TestRecording.of(clip, 2_000_000).files(folder);

        List<Double> inSource = TestRecording.seconds(clip, "-map", "0:a", "-c", "copy");
        double zero = TestRecording.seconds(clip, "-map", "0:v").get(0);
        List<Double> inFiles = new ArrayList<>();
        for (Whole file : files) {
            double startSeconds = (file.startUs() - files.get(0).startUs()) / 1e6;
            TestRecording.seconds(file.path(), "-map", "0:a", "-c", "copy")
                    .forEach(at -> inFiles.add(at + startSeconds));
        }
        int before = inSource.size() - inFiles.size();
        assertThat(before).isBetween(0, 3);
        for (int i = 0; i < inFiles.size(); i++) {
            assertThat(inFiles.get(i)).isCloseTo(inSource.get(i + before) - zero, within(0.001));
        }
    }

    @Test
    void recordsSoundWithoutPictures() {
        Path clip =
                TestClip.make()
                        .sound(6, PacketRecorderTest::tone)
                        .with("-c:a", "aac")
                        .write(folder.resolve("sound.aac"));

        List<Whole> files = TestRecording.of(clip, 2_000_000).files(folder);

        assertThat(files).hasSizeBetween(3, 4); // the encoder adds a little
        assertThat(files.stream().mapToInt(file -> soundPackets(file.path())).sum())
                .isEqualTo(soundPackets(clip));
    }

    @Test
    void leavesOutWhatMp4CannotCarry() {
        Path clip =
                TestClip.make()
                        .video(160, 96, 60, DRIFT)
                        .sound(2, PacketRecorderTest::tone)
                        .with("-c:a", "pcm_alaw", "-ar", "8000")
                        .write(folder.resolve("clip.mkv"));

        TestRecording recorded = TestRecording.of(clip, 10_000_000);

        assertThat(recorded.leftOut()).contains("audio in pcm_alaw, not for MP4");
        assertThat(pictures(recorded.files(folder)))
                .isEqualTo(TestRecording.hashes(clip, "-map", "0:v"));
    }

    @Test
    void recordsNothingWhereMp4CarriesNothing() {
        Path clip =
                TestClip.make()
                        .sound(2, PacketRecorderTest::tone)
                        .with("-c:a", "pcm_mulaw", "-ar", "8000")
                        .write(folder.resolve("sound.wav"));

        TestRecording recorded = TestRecording.of(clip, 10_000_000);

        assertThat(recorded.leftOut()).contains("audio in pcm_mulaw, not for MP4");
        assertThat(recorded.reports()).isEmpty();
    }

    @Test
    void handsOnWhatIsLargeInPieces() {
        Path clip =
                TestClip.make()
                        .video(640, 360, 60, NOISE)
                        .with("-c:v", "mpeg4", "-q:v", "1", "-g", "60")
                        .write(folder.resolve("large.ts"));

        TestRecording recorded = TestRecording.of(clip, 60_000_000);

        assertThat(recorded.reports()).hasSizeGreaterThan(3);
        assertThat(recorded.reports())
                .allSatisfy(
                        report -> assertThat(report.bytes().length).isLessThanOrEqualTo(1 << 20));
        assertThat(recorded.reports().stream().filter(DecoderReport.Recorded::last)).hasSize(1);
        assertThat(pictures(recorded.files(folder)))
                .isEqualTo(TestRecording.hashes(clip, "-map", "0:v"));
    }

    @Test
    void survivesTimesThatJumpAndTimesThatAreMissing() {
        Path clip =
                TestClip.make()
                        .video(160, 96, 300, DRIFT)
                        .sound(10, PacketRecorderTest::tone)
                        .with("-c:v", "libopenh264", "-g", "15", "-c:a", "aac")
                        .write(folder.resolve("clip.ts"));
        int[] seen = new int[1];

        TestRecording recorded =
                TestRecording.of(
                        clip,
                        60_000_000,
                        packet -> {
                            int i = seen[0]++;
                            if (i > 300) {
                                long ahead = 90_000L * 7_200;
                                packet.pts(packet.pts() + ahead).dts(packet.dts() + ahead);
                            } else if (i % 7 == 3) {
                                packet.dts(avutil.AV_NOPTS_VALUE);
                            } else if (i % 11 == 3) {
                                packet.dts(packet.dts() - 6000);
                            } else if (i == 100) {
                                packet.pts(avutil.AV_NOPTS_VALUE).dts(avutil.AV_NOPTS_VALUE);
                            }
                            return packet;
                        });

        List<Whole> files = recorded.files(folder);
        assertThat(recorded.filesLost()).isZero();
        assertThat(files).hasSize(2);
        assertThat(pictures(files).size()).isBetween(285, 300); // up to the next key frame
        assertThat(files.get(1).startUs() - files.get(0).endUs()).isGreaterThan(7_000_000_000L);
    }

    @Test
    void losesNoPictureToSoundThatIsDamaged() {
        Path clip =
                TestClip.make()
                        .video(160, 96, 120, DRIFT)
                        .sound(4, PacketRecorderTest::tone)
                        .with("-c:v", "libopenh264", "-g", "15", "-c:a", "aac")
                        .write(folder.resolve("clip.ts"));
        int[] seen = new int[1];

        TestRecording recorded =
                TestRecording.of(
                        clip,
                        60_000_000,
                        packet -> {
                            if (packet.stream_index() == 1 && seen[0]++ % 5 == 3) {
                                packet.data().put(2, (byte) 0xff); // a sample rate that is none
                            }
                            return packet;
                        });

        assertThat(recorded.packetsLost()).isBetween(20L, 50L);
        assertThat(recorded.filesLost()).isZero();
        assertThat(pictures(recorded.files(folder)))
                .isEqualTo(TestRecording.hashes(clip, "-map", "0:v"));
    }

    @Test
    void givesPicturesOfOpenGopsBackInAClip() {
        Path clip =
                TestClip.make()
                        .video(160, 96, 150, DRIFT)
                        .with("-c:v", "mpeg4", "-g", "15", "-bf", "2")
                        .write(folder.resolve("open.ts"));
        List<ClipExport.Piece> pieces =
                TestRecording.of(clip, 2_000_000).files(folder).stream()
                        .map(
                                f ->
                                        new ClipExport.Piece(
                                                f.path(), new TimeSpan(f.startUs(), f.endUs())))
                        .toList();
        Path out = folder.resolve("clip.mp4");

        ClipExport.Result result = ClipExport.export(pieces, new TimeSpan(0, 6_000_000), out);

        assertThat(result).isInstanceOf(ClipExport.Result.Written.class);
        assertThat(TestRecording.hashes(out, "-map", "0:v"))
                .isEqualTo(TestRecording.hashes(clip, "-map", "0:v"));
    }
}

package io.watchword.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.TimeSpan;
import io.watchword.ingest.child.ClipChild;
import io.watchword.ingest.child.ClipOrder;
import io.watchword.ingest.child.ClipOutcome;
import io.watchword.ingest.ffmpeg.ClipExport.Piece;
import io.watchword.ingest.ffmpeg.TestRecording.Whole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipExportTest {
    private static final TestClip.Painter DRIFT = (i, x, y) -> Scenes.texture(x - i, y, 14, 1);

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private static double tone(double seconds) {
        return 0.5 * Math.sin(2 * Math.PI * 440 * seconds);
    }

    /**
     * Ten seconds at 30 Hz, a key frame each half second, with sound, in files of three seconds.
     */
    private List<Piece> recorded(Path clip) {
        TestClip.make()
                .video(160, 96, 300, DRIFT)
                .sound(10, ClipExportTest::tone)
                .with("-c:v", "libopenh264", "-g", "15", "-c:a", "aac")
                .write(clip);
        List<Piece> pieces = new ArrayList<>();
        for (Whole file : TestRecording.of(clip, 3_000_000).files(folder)) {
            pieces.add(new Piece(file.path(), new TimeSpan(file.startUs(), file.endUs())));
        }
        return pieces;
    }

    @Test
    void writesASpanOverThreeFilesFromKeyFrameToKeyFrame() throws IOException {
        Path source = folder.resolve("source.ts");
        List<Piece> pieces = recorded(source);
        Path out = folder.resolve("clip, №1.mp4");
        long zeroUs = pieces.get(0).span().startUs();

        ClipExport.Result result =
                ClipExport.export(
                        pieces, new TimeSpan(zeroUs + 2_700_000, zeroUs + 6_100_000), out);

        ClipExport.Result.Written written = (ClipExport.Result.Written) result;
        assertThat(written.span().startUs()).isCloseTo(zeroUs + 2_500_000, within(1000L));
        assertThat(written.span().endUs()).isCloseTo(zeroUs + 6_500_000, within(1000L));
        assertThat(written.pauses()).isEmpty();
        assertThat(written.note()).isEmpty();
        assertThat(TestRecording.hashes(out, "-map", "0:v"))
                .isEqualTo(TestRecording.hashes(source, "-map", "0:v").subList(75, 195));
        List<Double> sound = TestRecording.seconds(out, "-map", "0:a", "-c", "copy");
        assertThat(sound.get(0)).isBetween(0.0, 0.03);
        assertThat(sound.get(sound.size() - 1)).isCloseTo(4.0, within(0.05));
        for (int i = 1; i < sound.size(); i++) { // none missing where files meet
            assertThat(sound.get(i) - sound.get(i - 1)).isCloseTo(1024 / 48_000.0, within(0.001));
        }
        String head = new String(Files.readAllBytes(out), 0, 64, StandardCharsets.ISO_8859_1);
        assertThat(head).contains("moov"); // before the media
    }

    @Test
    void saysWhatWasNotRecorded() {
        List<Piece> pieces = recorded(folder.resolve("source.ts"));
        Path out = folder.resolve("clip.mp4");
        TimeSpan missing = pieces.get(1).span();

        ClipExport.Result result =
                ClipExport.export(
                        List.of(pieces.get(2), pieces.get(0)),
                        new TimeSpan(0, missing.endUs() + 100_000),
                        out);

        ClipExport.Result.Written written = (ClipExport.Result.Written) result;
        assertThat(written.pauses()).hasSize(1);
        assertThat(written.pauses().get(0).startUs()).isCloseTo(missing.startUs(), within(50_000L));
        assertThat(written.pauses().get(0).endUs()).isEqualTo(pieces.get(2).span().startUs());
        List<Double> seconds = TestRecording.seconds(out, "-map", "0:v");
        assertThat(seconds).hasSize(90 + 15);
        assertThat(seconds.get(90) - seconds.get(89)).isCloseTo(3 + 1 / 30.0, within(0.002));
    }

    @Test
    void endsWhereThePicturesChangeTheirFormat() {
        List<Piece> pieces = recorded(folder.resolve("source.ts"));
        Path other =
                TestClip.make()
                        .video(320, 180, 30, DRIFT)
                        .with("-c:v", "libopenh264")
                        .write(folder.resolve("other.mp4"));
        TimeSpan after = new TimeSpan(pieces.get(0).span().endUs(), 5_000_000);

        ClipExport.Result result =
                ClipExport.export(
                        List.of(pieces.get(0), new Piece(other, after)),
                        new TimeSpan(0, 5_000_000),
                        folder.resolve("clip.mp4"));

        ClipExport.Result.Written written = (ClipExport.Result.Written) result;
        assertThat(written.note())
                .isEqualTo(Optional.of("the pictures change their format: the clip ends there"));
        assertThat(written.span().endUs()).isLessThanOrEqualTo(after.startUs());
    }

    @Test
    void refusesWhatIsNotRecorded() throws IOException {
        Path broken = Files.write(folder.resolve("broken.mp4"), new byte[100]);
        TimeSpan span = new TimeSpan(0, 10);

        assertThat(
                        ClipExport.export(
                                List.of(new Piece(broken, new TimeSpan(20, 30))),
                                span,
                                folder.resolve("clip.mp4")))
                .isEqualTo(new ClipExport.Result.Refused("nothing of the span is recorded"));
        assertThat(
                        ClipExport.export(
                                List.of(new Piece(broken, span)), span, folder.resolve("clip.mp4")))
                .isEqualTo(
                        new ClipExport.Result.Refused(
                                "a recorded file cannot be read, and is left out"));
        assertThat(folder.resolve("clip.mp4")).doesNotExist();
    }

    @Test
    void refusesPicturesThatBrowsersDoNotPlayAndNamesThem() {
        Path old =
                TestClip.make()
                        .video(160, 96, 30, DRIFT)
                        .with("-c:v", "mpeg4")
                        .write(folder.resolve("old.mp4"));
        TimeSpan span = new TimeSpan(0, 1_000_000);

        ClipExport.Result result =
                ClipExport.exportPlayable(
                        List.of(new Piece(old, span)), span, folder.resolve("clip.mp4"));

        assertThat(result).isEqualTo(new ClipExport.Result.Unplayable("mpeg4"));
    }

    @Test
    void leavesOutSoundThatBrowsersDoNotPlayInAProcessOfItsOwn() throws IOException {
        Path source =
                TestClip.make()
                        .video(160, 96, 30, DRIFT)
                        .sound(1, ClipExportTest::tone)
                        .with("-c:v", "libopenh264", "-c:a", "pcm_s16le")
                        .write(folder.resolve("source.mov"));
        TimeSpan span = new TimeSpan(0, 1_000_000);
        Path out = folder.resolve("clip.mp4");

        ClipOutcome outcome =
                ClipChild.run(
                        new ClipOrder(List.of(new ClipOrder.Piece(source, span)), span, out),
                        Duration.ofSeconds(60));

        assertThat(outcome).isInstanceOf(ClipOutcome.Written.class);
        String bytes = Files.readString(out, StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("vide", "avc1").doesNotContain("soun");
    }
}

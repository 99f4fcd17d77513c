package io.watchword.sinks.storyboard;

import static io.watchword.sinks.storyboard.SampleSegments.jpeg;
import static io.watchword.sinks.storyboard.SampleSegments.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Segment;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryboardOutputTest {
    private static final long INTERVAL_US = 4_000_000;
    private static final Color TEAL = new Color(0, 128, 128);

    private final Path directory;

    StoryboardOutputTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void drawsOnePictureForEachIntervalAndSaysWhereItLies() {
        write(
                segment(0, Color.RED),
                segment(1, Color.WHITE), // the second of its interval
                segment(2, Color.GREEN),
                segment(3, Color.WHITE),
                segment(4, Color.BLUE));

        assertThat(names()).containsExactly("car.mp4.storyboard-1.jpg", "car.mp4.storyboard.vtt");
        assertThat(cues("car.mp4.storyboard.vtt"))
                .isEqualTo(
                        """
                        00:00:00.000 --> 00:00:04.000
                        car.mp4.storyboard-1.jpg#xywh=0,0,160,90

                        00:00:04.000 --> 00:00:08.000
                        car.mp4.storyboard-1.jpg#xywh=160,0,160,90

                        00:00:08.000 --> 00:00:10.000
                        car.mp4.storyboard-1.jpg#xywh=320,0,160,90
                        """);
        BufferedImage sheet = sheet("car.mp4.storyboard-1.jpg");
        assertThat(sheet.getWidth()).isEqualTo(1_600);
        assertThat(sheet.getHeight()).isEqualTo(90);
        assertColour(sheet, 80, 45, Color.RED);
        assertColour(sheet, 240, 45, Color.GREEN);
        assertColour(sheet, 400, 45, Color.BLUE);
        assertColour(sheet, 560, 45, Color.BLACK);
    }

    @Test
    void comesToTheSameHoweverOftenAndInWhateverOrderSegmentsCome() {
        write(segment(0, Color.RED), segment(2, Color.GREEN));
        String once = cues("car.mp4.storyboard.vtt");

        write(segment(2, Color.GREEN), segment(1, Color.WHITE), segment(0, Color.RED));

        assertThat(cues("car.mp4.storyboard.vtt")).isEqualTo(once);
        assertColour(sheet("car.mp4.storyboard-1.jpg"), 80, 45, Color.RED);
    }

    @Test
    void goesOnWithASheetThatAnEarlierRunBegan() {
        write(segment(0, Color.RED));

        write(segment(22, TEAL));

        BufferedImage sheet = sheet("car.mp4.storyboard-1.jpg");
        assertThat(sheet.getHeight()).isEqualTo(180);
        assertColour(sheet, 80, 45, Color.RED);
        assertColour(sheet, 240, 135, TEAL);
        assertThat(cues("car.mp4.storyboard.vtt"))
                .contains("00:00:00.000 --> 00:00:44.000")
                .contains("00:00:44.000 --> 00:00:46.000")
                .contains("#xywh=160,90,160,90");
    }

    @Test
    void startsAnotherSheetAfterAHundredPicturesAndKeepsFewInMemory() {
        StoryboardOutput output = StoryboardOutput.open(directory, INTERVAL_US);
        int sheets = StoryboardOutput.MAX_OPEN + 2;
        for (int sheet = 0; sheet < sheets; sheet++) {
            output.add(segment(sheet * 200, TEAL));
        }
        output.write();

        assertThat(names()).hasSize(sheets + 1).contains("car.mp4.storyboard-10.jpg");
        assertColour(sheet("car.mp4.storyboard-1.jpg"), 80, 45, TEAL);
        assertThat(cues("car.mp4.storyboard.vtt"))
                .contains("car.mp4.storyboard-10.jpg#xywh=0,0,160,90");
    }

    @Test
    void keepsStreamsApartAndWritesAddressesThatPlayersCanRead() {
        write(
                segment("a-11111111", "my car #1.mp4", 0, 0, jpeg(Color.RED, 320, 180)),
                segment("b-22222222", "other/my car #1.mp4", 0, 0, jpeg(Color.BLUE, 180, 320)));

        assertThat(names())
                .contains(
                        "my car #1.mp4.storyboard-1.jpg", "my car #1.mp4.22222222.storyboard.vtt");
        assertThat(cues("my car #1.mp4.storyboard.vtt"))
                .contains("my%20car%20%231.mp4.storyboard-1.jpg#xywh=0,0,160,90");
        assertThat(cues("my car #1.mp4.22222222.storyboard.vtt")).contains("xywh=0,0,90,160");
    }

    @Test
    void leavesLiveStreamsAndFilesOfOthersAlone() throws IOException {
        Files.writeString(directory.resolve("car.mp4.storyboard.vtt"), "WEBVTT\n\nmine\n");

        write(segment("cam", "rtsp://cam", 1, 0, jpeg(Color.RED, 320, 180)), segment(0, Color.RED));

        assertThat(names())
                .containsExactly(
                        "car.mp4.1a2b3c4d.storyboard-1.jpg",
                        "car.mp4.1a2b3c4d.storyboard.vtt",
                        "car.mp4.storyboard.vtt");
        assertThat(Files.readString(directory.resolve("car.mp4.storyboard.vtt")))
                .isEqualTo("WEBVTT\n\nmine\n");
    }

    @Test
    void refusesAKeyFrameThatIsNoPicture() {
        StoryboardOutput output = StoryboardOutput.open(directory, INTERVAL_US);

        assertThatThrownBy(() -> output.add(segment("c-1", "c.mp4", 0, 0, new byte[] {1, 2})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no JPEG");
        output.write();

        assertThat(names()).isEmpty();
    }

    private void write(Segment... segments) {
        StoryboardOutput output = StoryboardOutput.open(directory, INTERVAL_US);
        Stream.of(segments).forEach(output::add);
        output.write();
    }

    private static void assertColour(BufferedImage sheet, int x, int y, Color expected) {
        Color found = new Color(sheet.getRGB(x, y));
        assertThat(Math.abs(found.getRed() - expected.getRed())).isLessThan(12);
        assertThat(Math.abs(found.getGreen() - expected.getGreen())).isLessThan(12);
        assertThat(Math.abs(found.getBlue() - expected.getBlue())).isLessThan(12);
    }

    private BufferedImage sheet(String name) {
        try {
            return Picture.decode(Files.readAllBytes(directory.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String cues(String name) {
        try {
            String text = Files.readString(directory.resolve(name));
            assertThat(text).startsWith("WEBVTT\n\nNOTE watchword-storyboard {");
            return text.substring(text.indexOf("\n\n", 10) + 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

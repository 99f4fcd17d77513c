package io.watchword.sinks.vtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VttNamesTest {
    private final VttNames names = new VttNames(VttNames.ENDING, name -> true);

    @Test
    void callsAFileAsItsSourceIsCalled() {
        assertThat(names.name(track("s1"), "car.mp4")).isEqualTo("car.mp4.vtt");
        assertThat(names.name(track("s2"), "/films/Мой двор 1.mkv"))
                .isEqualTo("Мой двор 1.mkv.vtt");
        assertThat(names.name(track("s3"), "rtsp://camera/gate")).isEqualTo("gate.vtt");
    }

    @Test
    void tellsStreamsOfOneNameApart() {
        assertThat(names.name(track("car-1a2b3c4d"), "x/car.mp4")).isEqualTo("car.mp4.vtt");
        assertThat(names.name(track("car-5e6f7a8b"), "y/car.mp4"))
                .isEqualTo("car.mp4.5e6f7a8b.vtt");
        assertThat(names.name(track("c-5e6f7a8b"), "z/car.mp4"))
                .isEqualTo("car.mp4.5e6f7a8b-2.vtt");
        assertThat(names.name(track("car-1a2b3c4d"), "x/car.mp4")).isEqualTo("car.mp4.vtt");
    }

    @Test
    void keepsAStreamsFile() {
        names.own("car.mp4.vtt", track("car-5e6f7a8b"));

        assertThat(names.name(track("car-1a2b3c4d"), "car.mp4")).isEqualTo("car.mp4.1a2b3c4d.vtt");
        assertThat(names.name(track("car-5e6f7a8b"), "car.mp4")).isEqualTo("car.mp4.vtt");
    }

    @Test
    void goesAroundFilesOfOthers() {
        names.avoid("car.mp4.vtt");

        assertThat(names.name(track("car-1a2b3c4d"), "car.mp4")).isEqualTo("car.mp4.1a2b3c4d.vtt");
    }

    @Test
    void staysInItsDirectoryWhateverTheSource() {
        assertThat(names.name(track("s1"), "../..")).isEqualTo("...vtt");
        assertThat(names.name(track("s2"), "a/")).isEqualTo("s2.vtt");
        assertThat(names.name(track("s/3"), "")).isEqualTo("s_3.vtt");
        assertThat(names.name(track("s4"), "a\u0000\n.mp4")).isEqualTo("a__.mp4.vtt");
    }

    @Test
    void fitsAFileSystem() {
        String name = names.name(track("s1"), "я".repeat(300));

        assertThat(name.getBytes(UTF_8)).hasSizeLessThan(230);
        assertThat(names.name(track("s2"), "я".repeat(300))).isNotEqualTo(name);
    }

    @Test
    void spellsANameThatTheFileSystemCannotInAscii() {
        VttNames ascii = new VttNames(VttNames.ENDING, name -> name.chars().allMatch(c -> c < 128));

        assertThat(ascii.name(track("s1"), "двор 1.mp4")).isEqualTo("____ 1.mp4.vtt");
    }

    @Test
    void tellsLanguagesOfOneStreamApart() {
        assertThat(names.name(track("car-1a2b3c4d"), "car.mp4")).isEqualTo("car.mp4.vtt");
        assertThat(names.name(new VttNames.Track("car-1a2b3c4d", "ru"), "car.mp4"))
                .isEqualTo("car.mp4.ru.vtt");
        assertThat(names.name(new VttNames.Track("car-5e6f7a8b", "ru"), "car.mp4"))
                .isEqualTo("car.mp4.5e6f7a8b.vtt");
    }

    private static VttNames.Track track(String streamId) {
        return new VttNames.Track(streamId, "en");
    }
}

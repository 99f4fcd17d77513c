package io.watchword.fusion.describe;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.TimeSpan;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.context.SegmentGist;
import io.watchword.fusion.detect.EventCandidate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainCaptionTest {
    private static final TimeSpan SPAN = new TimeSpan(0, 2_000_000);

    private final PlainCaption captions =
            new PlainCaption(FuseConfig.Scoring.DEFAULT, List.of("engine", "siren", "whistle"));

    private String caption(String language, List<String> labels, SegmentGist gist) {
        EventCandidate candidate =
                new EventCandidate("id", "cam", "cam", 0, "rule", SPAN, labels, "tiny 1", "b");
        ContextSegment segment = new ContextSegment("seg", 0, 0, SPAN, 0, List.of(), gist);
        return captions.of(new Question(candidate, language, List.of(segment)));
    }

    private static SegmentGist sound(float dbfs, float... scores) {
        return new SegmentGist(0, 0, 0, dbfs, scores);
    }

    @Test
    void saysWhatIsKnownWithoutAModel() {
        SegmentGist gist = new SegmentGist(9, -4, 1, -12.4f, new float[] {0.2f, 0.9f, 0.6f});
        List<String> labels = List.of("motion", "camera", "sound", "scene-cut");

        assertThat(caption("en", labels, gist))
                .isEqualTo(
                        "Not described yet: a new shot; something moves fast; the camera moves, the"
                                + " picture goes left; a sound, sound level up to -12 dBFS, perhaps a"
                                + " siren.");
        assertThat(caption("ru", labels, gist))
                .isEqualTo(
                        "Пока без описания: новый план; что-то быстро движется; камера движется,"
                                + " картинка идёт влево; слышен звук, громкость до -12 dBFS, возможно,"
                                + " сирена.");
    }

    @Test
    void saysNoMoreThanIsKnown() {
        assertThat(caption("en", List.of("calm"), SegmentGist.NONE))
                .isEqualTo("Not described yet: nothing happens.");
        assertThat(caption("en", List.of("motion"), new SegmentGist(3, 0, 0, -120, new float[0])))
                .isEqualTo("Not described yet: something moves.");
        assertThat(caption("en", List.of("camera"), new SegmentGist(0, 1, 0, -120, new float[0])))
                .isEqualTo("Not described yet: the camera moves.");
        assertThat(caption("en", List.of("camera"), new SegmentGist(0, 1, 5, -120, new float[0])))
                .isEqualTo("Not described yet: the camera moves, the picture goes down.");
        assertThat(caption("en", List.of("sound"), SegmentGist.NONE))
                .isEqualTo("Not described yet: a sound.");
        assertThat(caption("en", List.of(), SegmentGist.NONE)).isEqualTo("Not described yet.");
    }

    @Test
    void namesSoundsThatItHasNoWordForAsTheBundleDoes() {
        assertThat(caption("en", List.of("sound"), sound(-30, 0, 0, 0.7f)))
                .endsWith("perhaps whistle.");
        assertThat(caption("en", List.of("sound"), sound(-30, 0.4f, 0.4f, 0.4f)))
                .endsWith("sound level up to -30 dBFS.");
        assertThat(caption("en", List.of("sound"), sound(-30, 0, 0, 0, 0.9f)))
                .endsWith("sound level up to -30 dBFS.");
    }

    @Test
    void isASentenceThatMayBeShown() {
        for (String language : List.of("en", "ru", "de")) {
            String caption = caption(language, List.of("motion", "sound"), sound(-10, 1));
            assertThat(Sentence.problem(caption)).isEmpty();
        }
    }
}

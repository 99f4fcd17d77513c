package io.watchword.view.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Contrast as the Web Content Accessibility Guidelines 2.1 define it, section 1.4.3. */
class ContrastTest {
    private static final Path COLOURS =
            Path.of("src", "main", "resources", "web", "css", "colours.css");
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});");
    private static final double TEXT = 4.5;
    private static final double SHAPE = 3;

    private static final List<String> GROUNDS = List.of("ground", "card", "well");
    private static final List<String> TONES =
            List.of("good", "wait", "warn", "bad", "still", "match", "accent");

    private static Map<String, Integer> colours(boolean dark) throws IOException {
        String css = Files.readString(COLOURS, UTF_8);
        int cut = css.indexOf(":root[data-theme=\"dark\"]");
        Map<String, Integer> colours = new HashMap<>();
        Matcher found = COLOUR.matcher(dark ? css.substring(cut) : css.substring(0, cut));
        while (found.find()) {
            colours.put(found.group(1), Integer.parseInt(found.group(2), 16));
        }
        return colours;
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & 0xff) / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static void assertContrast(
            Map<String, Integer> colours, String front, String back, double least) {
        assertThat(colours).containsKeys(front, back);
        double one = luminance(colours.get(front));
        double other = luminance(colours.get(back));
        double contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        assertThat(contrast).as("%s on %s", front, back).isGreaterThanOrEqualTo(least);
    }

    @Test
    void textIsReadInLightAndDark() throws IOException {
        for (boolean dark : new boolean[] {false, true}) {
            Map<String, Integer> colours = colours(dark);
            for (String ground : GROUNDS) {
                for (String text : List.of("text", "quiet", "accent", "bad")) {
                    assertContrast(colours, text, ground, TEXT);
                }
            }
            for (String tone : TONES) {
                assertContrast(colours, tone, tone + "-ground", TEXT);
            }
            for (String text : List.of("text", "quiet")) {
                assertContrast(colours, text, "accent-ground", TEXT);
            }
            assertContrast(colours, "on-accent", "accent", TEXT);
        }
    }

    @Test
    void edgesAndMarksAreSeenInLightAndDark() throws IOException {
        for (boolean dark : new boolean[] {false, true}) {
            Map<String, Integer> colours = colours(dark);
            for (String shape :
                    List.of("line-strong", "focus", "mark-info", "mark-notice", "mark-alert")) {
                assertContrast(colours, shape, "card", SHAPE);
            }
        }
    }

    @Test
    void blackOnWhiteIsTwentyOneToOne() {
        assertContrast(Map.of("black", 0, "white", 0xffffff), "black", "white", 20.99);
    }
}

package io.watchword.sinks.chapters;

import io.watchword.sinks.vtt.VttText;
import java.util.List;

/**
 * Pure: chapters as WebVTT, for a track of kind {@code chapters}.
 *
 * @see <a href="https://www.w3.org/TR/webvtt1/#introduction-chapters">WebVTT, section 1.6</a>
 */
final class ChaptersVtt {
    /** How a file that we wrote begins. */
    static final String SIGNATURE = "WEBVTT\n\nNOTE watchword-chapters\n";

    private ChaptersVtt() {}

    static String render(List<Chapter> chapters) {
        StringBuilder text = new StringBuilder(SIGNATURE);
        int number = 1;
        for (Chapter chapter : chapters) {
            text.append('\n').append(number++).append('\n');
            text.append(VttText.times(chapter.span().startUs(), chapter.span().endUs()));
            text.append('\n').append(VttText.escape(chapter.title())).append('\n');
        }
        return text.toString();
    }
}

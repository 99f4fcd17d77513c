package io.watchword.fusion.ask;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import java.util.List;

/**
 * What the model answered about one window.
 *
 * @param text in the model's words; never to be trusted as markup
 * @param fits whether it has the form that the question asks for
 * @param segmentIds what it rests on
 */
public record Finding(
        TimeSpan span, String text, float confidence, boolean fits, List<String> segmentIds) {
    public Finding {
        requireNonNull(span, "span is null");
        requireNonNull(text, "text is null");
        segmentIds = List.copyOf(segmentIds);
    }

    /** Whether its first word is a yes. */
    public boolean saysYes() {
        return AnswerText.yesOrNo(text).orElse(false);
    }
}

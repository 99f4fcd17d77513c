package io.watchword.llm.dense;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;

/**
 * One thing that happens, as the model told it.
 *
 * @param text what happens, without time of day, camera and sound
 * @param confidence as of a caption, over the tokens of this event
 */
public record DenseEvent(TimeSpan span, String text, float confidence) {
    public DenseEvent {
        requireNonNull(span, "span is null");
        requireNonNull(text, "text is null");
        checkArgument(span.durationUs() > 0, "event of no length at %d us", span.startUs());
        checkArgument(confidence >= 0 && confidence <= 1, "confidence is %s", confidence);
    }
}

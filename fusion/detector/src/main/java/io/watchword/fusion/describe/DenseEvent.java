package io.watchword.fusion.describe;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;

/**
 * One thing that happens in what a language model was shown, and when, as it told it.
 *
 * @param text a clause: what happens, without time of day, camera and sound
 */
public record DenseEvent(TimeSpan span, String text, float confidence) {
    public DenseEvent {
        requireNonNull(span, "span is null");
        requireNonNull(text, "text is null");
        checkArgument(span.durationUs() > 0, "event of no length at %d us", span.startUs());
        checkArgument(
                confidence >= 0 && confidence <= 1, "confidence is %s, not in [0, 1]", confidence);
    }
}

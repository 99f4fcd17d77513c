package io.watchword.llm.decode;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.dense.DenseEvent;
import java.util.List;

/**
 * What the language model said.
 *
 * @param confidence what the bundle's {@link Calibration} makes of the mean logarithm of the
 *     probabilities of the decoded tokens, the end token among them, [0, 1]
 * @param ledger positions of the prompts of caption and events by what they carried, those that
 *     both begin with once, and the tokens decoded for both, the end tokens among them
 * @param promptSha256 of all that shaped the prompt except the embeddings
 * @param events what happens when, ordered by start; empty if none were asked for or none was told
 */
public record Caption(
        String text,
        FinishReason finishReason,
        float confidence,
        TokenLedger ledger,
        String promptSha256,
        List<DenseEvent> events) {
    /** Why decoding ended: the model said so, or the limit of new tokens did. */
    public enum FinishReason {
        STOP,
        LENGTH
    }

    public Caption {
        requireNonNull(text, "text is null");
        requireNonNull(finishReason, "finishReason is null");
        requireNonNull(ledger, "ledger is null");
        requireNonNull(promptSha256, "promptSha256 is null");
        events = List.copyOf(events);
        checkArgument(confidence >= 0 && confidence <= 1, "confidence is %s", confidence);
    }
}

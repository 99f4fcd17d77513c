package io.watchword.llm.decode;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.TokenLedger;

/**
 * What the language model said.
 *
 * @param confidence geometric mean of the probabilities of the decoded tokens, the end token among
 *     them, (0, 1]
 * @param ledger positions of the prompt by what they carried, and the tokens decoded, the end token
 *     among them
 * @param promptSha256 of all that shaped the prompt except the embeddings
 */
public record Caption(
        String text,
        FinishReason finishReason,
        float confidence,
        TokenLedger ledger,
        String promptSha256) {
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
        checkArgument(confidence >= 0 && confidence <= 1, "confidence is %s", confidence);
    }
}

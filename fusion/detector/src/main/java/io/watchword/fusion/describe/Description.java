package io.watchword.fusion.describe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.TokenLedger;

/** What asking a language model gives. */
public sealed interface Description {
    /**
     * A sentence.
     *
     * @param confidence geometric mean of the probabilities of its tokens, {@code [0, 1]}
     */
    record Described(
            String text,
            float confidence,
            TokenLedger ledger,
            String model,
            String modelSha256,
            String promptSha256)
            implements Description {
        public Described {
            requireNonNull(text, "text is null");
            requireNonNull(ledger, "ledger is null");
        }
    }

    /** No sentence, after every attempt that made sense. */
    record Refused(ErrorCode code, String detail) implements Description {
        public Refused {
            requireNonNull(code, "code is null");
            requireNonNull(detail, "detail is null");
        }
    }
}

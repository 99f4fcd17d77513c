package io.watchword.fusion.describe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.TokenLedger;
import java.util.List;

/** What asking a language model gives. */
public sealed interface Description {
    /**
     * A sentence.
     *
     * @param confidence what the model makes of the probabilities of its tokens, {@code [0, 1]}
     * @param events what happens when, by start; empty if the model cannot tell
     */
    record Described(
            String text,
            float confidence,
            TokenLedger ledger,
            String model,
            String modelSha256,
            String promptSha256,
            List<DenseEvent> events)
            implements Description {
        public Described {
            requireNonNull(text, "text is null");
            requireNonNull(ledger, "ledger is null");
            events = List.copyOf(events);
        }

        /** A sentence alone. */
        public Described(
                String text,
                float confidence,
                TokenLedger ledger,
                String model,
                String modelSha256,
                String promptSha256) {
            this(text, confidence, ledger, model, modelSha256, promptSha256, List.of());
        }
    }

    /** No sentence, after every attempt that made sense. */
    record Refused(ErrorCode code, String detail) implements Description {
        public Refused {
            requireNonNull(code, "code is null");
            requireNonNull(detail, "detail is null");
        }

        /**
         * Whether the model is to blame: it is down, overwhelmed, closed to us or talks nonsense.
         * Asked again when it is well, it may answer. Else the question is one that it cannot
         * answer.
         */
        public boolean modelFailed() {
            return switch (code) {
                case OVERLOADED,
                        DEADLINE_EXCEEDED,
                        UNAVAILABLE,
                        INVALID_OUTPUT,
                        UNREADABLE,
                        UNAUTHENTICATED ->
                        true;
                case CORRUPT_MEDIA,
                        UNSUPPORTED_CODEC,
                        LIMIT_EXCEEDED,
                        FORBIDDEN_ADDRESS,
                        POISON,
                        INVALID_RECORD,
                        CHECKSUM,
                        MODEL_MISMATCH ->
                        false;
            };
        }
    }
}

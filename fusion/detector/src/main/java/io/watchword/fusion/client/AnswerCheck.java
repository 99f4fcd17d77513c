package io.watchword.fusion.client;

import io.watchword.contract.ErrorCode;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.describe.Repetition;

/** What an answer must be beside well-formed: from the model that was asked, and to the point. */
final class AnswerCheck {
    private AnswerCheck() {}

    /** The answer, without events that repeat themselves; or why it is none. */
    static Description check(String bundleSha256, Description answer) {
        if (!(answer instanceof Description.Described described)) {
            return answer;
        }
        if (!described.modelSha256().equals(bundleSha256)) {
            return new Description.Refused(
                    ErrorCode.INVALID_OUTPUT,
                    "bundle "
                            + abbreviated(bundleSha256)
                            + " was asked, "
                            + abbreviated(described.modelSha256())
                            + " answered");
        }
        if (Repetition.isEndless(described.text())) {
            return new Description.Refused(
                    ErrorCode.INVALID_OUTPUT, "the text says the same again and again");
        }
        return new Description.Described(
                described.text(),
                described.confidence(),
                described.ledger(),
                described.model(),
                described.modelSha256(),
                described.promptSha256(),
                described.events().stream()
                        .filter(event -> !Repetition.isEndless(event.text()))
                        .toList());
    }

    private static String abbreviated(String sha256) {
        return sha256.isEmpty()
                ? "an unnamed one"
                : sha256.substring(0, Math.min(12, sha256.length()));
    }
}

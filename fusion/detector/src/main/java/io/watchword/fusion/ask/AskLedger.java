package io.watchword.fusion.ask;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.TokenLedger;
import io.watchword.fusion.describe.Description;
import java.util.Optional;

/**
 * What a question cost, exactly: positions of all prompts and tokens decoded, as the server counted
 * them.
 *
 * @param calls answered by the model
 * @param refusals not answered
 * @param refusal why the first of them was not, or empty
 * @param model name of the one that answered; empty if none did
 */
public record AskLedger(
        TokenLedger tokens,
        int calls,
        int refusals,
        Optional<Description.Refused> refusal,
        String model,
        String modelSha256) {
    static final AskLedger NONE =
            new AskLedger(new TokenLedger(0, 0, 0, 0, 0, 0, 0), 0, 0, Optional.empty(), "", "");

    AskLedger with(Description description) {
        if (description instanceof Description.Described described) {
            return new AskLedger(
                    sum(tokens, described.ledger()),
                    calls + 1,
                    refusals,
                    refusal,
                    described.model(),
                    described.modelSha256());
        }
        return new AskLedger(
                tokens,
                calls,
                refusals + 1,
                refusal.or(() -> Optional.of((Description.Refused) description)),
                model,
                modelSha256);
    }

    private static TokenLedger sum(TokenLedger one, TokenLedger other) {
        return new TokenLedger(
                one.text() + other.text(),
                one.spatial() + other.spatial(),
                one.motion() + other.motion(),
                one.audio() + other.audio(),
                one.temporal() + other.temporal(),
                one.delimiter() + other.delimiter(),
                one.decoded() + other.decoded());
    }

    /** Whether the model was there but would not have the question. */
    public boolean refusedAll() {
        return calls == 0 && refusals > 0;
    }

    /** The code of the first refusal. */
    public Optional<ErrorCode> code() {
        return refusal.map(Description.Refused::code);
    }
}

package io.watchword.llm.decode;

import io.watchword.contract.ErrorCode;
import io.watchword.llm.constrain.JsonConstraint;
import io.watchword.llm.sample.RepetitionGuard;
import io.watchword.llm.sample.TokenRule;
import io.watchword.llm.token.Tokenizer;
import java.util.Optional;
import java.util.Set;

/** Options to the rules that an answer keeps to, with one tokenizer. Thread-safe. */
public final class AnswerRules {
    private final JsonConstraint json;
    private final Set<Integer> eosIds;

    public AnswerRules(Tokenizer tokenizer, Set<Integer> eosIds) {
        this.json = new JsonConstraint(tokenizer, eosIds);
        this.eosIds = Set.copyOf(eosIds);
    }

    /**
     * Why an answer cannot be held to the options, if it cannot.
     *
     * @param limit most tokens of the answer, the end token among them
     */
    public Optional<Refusal> problem(DecodingOptions options, int limit) {
        if (options.jsonSchema().isEmpty()) {
            return Optional.empty();
        }
        try {
            json.rule(options.jsonSchema(), limit);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            String detail = String.valueOf(e.getMessage());
            return Optional.of(new Refusal(ErrorCode.INVALID_RECORD, "options." + detail));
        }
    }

    /**
     * A new rule for one answer.
     *
     * @throws IllegalArgumentException if the options have a {@link #problem}
     */
    public TokenRule of(DecodingOptions options, int limit) {
        TokenRule rule =
                options.jsonSchema().isEmpty()
                        ? TokenRule.FREE
                        : json.rule(options.jsonSchema(), limit);
        return options.repetitionGuard() ? rule.then(new RepetitionGuard(eosIds)) : rule;
    }
}

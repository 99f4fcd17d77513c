package io.watchword.llm.decode;

import io.watchword.llm.sample.Sampler;
import io.watchword.llm.sample.TokenRule;
import io.watchword.llm.token.Tokenizer;
import java.util.function.IntPredicate;

/**
 * How one answer is written, from its first token to its last.
 *
 * @param ends hears each token but the end token, and says whether the answer ends with it
 * @param limit most tokens, the end token among them
 */
record Writing(TokenRule rule, Sampler sampler, IntPredicate ends, int limit) {
    /** A new answer, written as options say. */
    static Writing of(DecodingOptions options, AnswerRules rules, Tokenizer tokenizer, int limit) {
        return new Writing(
                rules.of(options, limit),
                Samplers.of(options),
                new StopWatch(tokenizer, options.stop()),
                limit);
    }
}

package io.watchword.llm.decode;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.TimeSpan;
import io.watchword.llm.decode.Answer.End;
import io.watchword.llm.dense.DenseEvent;
import io.watchword.llm.dense.DenseGrammar;
import io.watchword.llm.dense.DenseParser;
import io.watchword.llm.dense.DenseVocabulary;
import io.watchword.llm.prompt.EventsPiece;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.GreedySampler;
import java.util.List;
import java.util.Set;

/** Has the model tell what happens when, held to the grammar of such answers. Thread-safe. */
final class DenseTeller {
    private final DenseVocabulary vocabulary;
    private final DenseParser parser;
    private final Calibration calibration;
    private final Set<Integer> eosIds;
    private final int maxNewTokens;

    DenseTeller(LanguageModel model, EventsPiece events) {
        checkArgument(
                model.eosIds().size() == 1,
                "bundle %s tells events, required one token that ends an answer, found %d",
                model.name(),
                model.eosIds().size());
        int eosId = model.eosIds().iterator().next();
        this.vocabulary = new DenseVocabulary(events, model.tokenizer(), eosId);
        this.parser = new DenseParser(vocabulary, model.tokenizer());
        this.calibration = model.calibration();
        this.eosIds = model.eosIds();
        this.maxNewTokens = events.maxNewTokens();
    }

    /**
     * @param prompt ends in the piece that asks for events, and the language
     */
    AnswerStrand strand(Prompt prompt) {
        return new AnswerStrand(
                prompt,
                new Writing(
                        new DenseGrammar(vocabulary),
                        new GreedySampler(),
                        tokenId -> false,
                        maxNewTokens),
                eosIds,
                token -> {});
    }

    /**
     * What an answer tells; a caption that stands is not given up for want of it.
     *
     * @param span of all that the prompt shows
     */
    List<DenseEvent> told(Answer answer, TimeSpan span) {
        if (answer.end() == End.NOT_FINITE) {
            return List.of();
        }
        return parser.parse(answer.tokenIds(), answer.end() == End.EOS, span).stream()
                .map(read -> event(read, answer))
                .toList();
    }

    private DenseEvent event(DenseParser.Read read, Answer answer) {
        double mean = answer.meanLogprob(read.firstToken(), read.tokenCount());
        return new DenseEvent(
                read.span(), read.text(), calibration.confidence(mean, read.tokenCount()));
    }
}

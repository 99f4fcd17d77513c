package io.watchword.llm.decode;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

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
import java.util.function.BooleanSupplier;

/** Has the model tell what happens when, held to the grammar of such answers. Thread-safe. */
final class DenseTeller {
    private final DenseVocabulary vocabulary;
    private final DenseParser parser;
    private final SequenceDecoder decoder;
    private final Calibration calibration;
    private final int maxNewTokens;

    /**
     * What was told.
     *
     * @param decoded tokens that it took
     * @param abandoned whether nobody waits any more
     */
    record Told(List<DenseEvent> events, int decoded, boolean abandoned) {
        Told {
            events = List.copyOf(events);
        }
    }

    DenseTeller(LanguageModel model, EventsPiece events, SequenceDecoder decoder) {
        checkArgument(
                model.eosIds().size() == 1,
                "bundle %s tells events, required one token that ends an answer, found %d",
                model.name(),
                model.eosIds().size());
        int eosId = model.eosIds().iterator().next();
        this.vocabulary = new DenseVocabulary(events, model.tokenizer(), eosId);
        this.parser = new DenseParser(vocabulary, model.tokenizer());
        this.decoder = requireNonNull(decoder, "decoder is null");
        this.calibration = model.calibration();
        this.maxNewTokens = events.maxNewTokens();
    }

    /**
     * @param prompt ends in the piece that asks for events, and the language
     * @param span of all that the prompt shows
     */
    Told tell(Prompt prompt, TimeSpan span, BooleanSupplier stopped) {
        if (stopped.getAsBoolean()) {
            return new Told(List.of(), 0, true);
        }
        Answer answer =
                decoder.run(
                        prompt,
                        new Writing(
                                new DenseGrammar(vocabulary),
                                new GreedySampler(),
                                tokenId -> false,
                                maxNewTokens),
                        token -> {},
                        stopped);
        int decoded = answer.samples().size();
        if (answer.end() == End.ABANDONED || answer.end() == End.NOT_FINITE) {
            // A caption that stands is not given up for want of its parts.
            return new Told(List.of(), decoded, answer.end() == End.ABANDONED);
        }
        List<DenseEvent> events =
                parser.parse(answer.tokenIds(), answer.end() == End.EOS, span).stream()
                        .map(read -> event(read, answer))
                        .toList();
        return new Told(events, decoded, false);
    }

    private DenseEvent event(DenseParser.Read read, Answer answer) {
        double mean = answer.meanLogprob(read.firstToken(), read.tokenCount());
        return new DenseEvent(
                read.span(), read.text(), calibration.confidence(mean, read.tokenCount()));
    }
}

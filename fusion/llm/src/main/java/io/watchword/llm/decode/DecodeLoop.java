package io.watchword.llm.decode;

import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.decode.Answer.End;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.prompt.PromptLayout;
import io.watchword.llm.prompt.PromptLayout.Prompts;
import io.watchword.llm.sample.Sample;
import io.watchword.llm.sample.StopStrings;
import io.watchword.llm.token.StreamingDetokeniser;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Answers one request token by token: the caption or answer first, then what happens when, if that
 * is asked for and the bundle can tell. Thread-safe: a run keeps its state to itself.
 */
public final class DecodeLoop {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    /** What bytes become that are no character. */
    private static final String NO_CHARACTER = "\uFFFD";

    private final LanguageModel model;
    private final PromptLayout prompts;
    private final SequenceDecoder decoder;
    private final AnswerRules rules;
    private final Optional<DenseTeller> dense;

    /**
     * @throws IllegalArgumentException if the prompt's special tokens are none of the tokenizer's
     */
    public DecodeLoop(LanguageModel model) {
        this(model, new AnswerRules(model.tokenizer(), model.eosIds()));
    }

    DecodeLoop(LanguageModel model, AnswerRules rules) {
        this.model = requireNonNull(model, "model is null");
        this.prompts = PromptLayout.of(model.format(), model.tokenizer(), model.projector());
        this.decoder = new SequenceDecoder(model.engine(), model.eosIds());
        this.rules = requireNonNull(rules, "rules is null");
        this.dense = model.format().events().map(piece -> new DenseTeller(model, piece, decoder));
    }

    /**
     * Runs a request that {@link RequestCheck} let through.
     *
     * @param stopped asked before each prefill and before each token
     */
    public DecodeOutcome run(
            CaptionRequest request, TokenListener listener, BooleanSupplier stopped) {
        if (stopped.getAsBoolean()) {
            return new DecodeOutcome.Stopped();
        }
        Prompts asked = prompts.buildAll(request);
        int limit = request.maxNewTokens() == 0 ? model.maxNewTokens() : request.maxNewTokens();
        DecodingOptions options = request.options();
        Spoken spoken =
                new Spoken(
                        new StreamingDetokeniser(model.tokenizer()),
                        new StopStrings(options.stop()));
        Consumer<Sample> heard =
                token ->
                        listener.decoded(
                                token.tokenId(), spoken.add(token.tokenId()), token.logprob());
        Answer answer = answer(asked.caption(), options, limit, heard, stopped);
        int decoded = answer.samples().size();
        if (answer.end() == End.ABANDONED) {
            return new DecodeOutcome.Stopped();
        }
        if (answer.end() == End.NOT_FINITE) {
            return refused("token " + decoded + ": logits are not finite");
        }
        String text = spoken.finish();
        if (text.isEmpty()) {
            return refused("no word in " + decoded + " tokens");
        }
        DenseTeller.Told told = tell(request, asked, stopped);
        return told.abandoned()
                ? new DecodeOutcome.Stopped()
                : captioned(request, asked, text, answer, told);
    }

    /** Of several beams nothing is heard before the best has ended. */
    private Answer answer(
            Prompt prompt,
            DecodingOptions options,
            int limit,
            Consumer<Sample> heard,
            BooleanSupplier stopped) {
        Supplier<Writing> writing = () -> Writing.of(options, rules, model.tokenizer(), limit);
        if (options.beams() == 1) {
            return decoder.run(prompt, writing.get(), heard, stopped);
        }
        Answer answer =
                new BeamDecoder(model.engine(), model.eosIds())
                        .run(prompt, writing, options.beams(), stopped);
        int words = answer.tokenIds().length;
        answer.samples().subList(0, words).forEach(heard);
        return answer;
    }

    private DenseTeller.Told tell(CaptionRequest request, Prompts asked, BooleanSupplier stopped) {
        return asked.events().isPresent() && dense.isPresent()
                ? dense.get().tell(asked.events().get(), request.span(), stopped)
                : new DenseTeller.Told(List.of(), 0, false);
    }

    private DecodeOutcome captioned(
            CaptionRequest request,
            Prompts asked,
            String text,
            Answer answer,
            DenseTeller.Told told) {
        TokenLedger read = asked.caption().ledger();
        int decoded = answer.samples().size();
        TokenLedger ledger =
                new TokenLedger(
                        read.text(),
                        read.spatial(),
                        read.motion(),
                        read.audio(),
                        read.temporal(),
                        read.delimiter(),
                        decoded + told.decoded());
        return new DecodeOutcome.Captioned(
                new Caption(
                        text,
                        answer.end() == End.LIMIT
                                ? Caption.FinishReason.LENGTH
                                : Caption.FinishReason.STOP,
                        model.calibration().confidence(answer.meanLogprob(0, decoded), decoded),
                        ledger,
                        model.format().sha256(request),
                        told.events()));
    }

    private static DecodeOutcome refused(String detail) {
        return new DecodeOutcome.Refused(new Refusal(INVALID_OUTPUT, detail));
    }

    /** What one run has said so far. */
    private static final class Spoken {
        private final StreamingDetokeniser detokeniser;
        private final StopStrings stops;
        private final StringBuilder text = new StringBuilder();

        Spoken(StreamingDetokeniser detokeniser, StopStrings stops) {
            this.detokeniser = detokeniser;
            this.stops = stops;
        }

        String add(int tokenId) {
            String piece = clean(stops.add(detokeniser.add(tokenId)));
            text.append(piece);
            return piece;
        }

        String finish() {
            String rest = stops.add(detokeniser.finish()) + stops.finish();
            return text.append(clean(rest)).toString().strip();
        }

        /** A caption is one line of text, whatever bytes a model spells. */
        private static String clean(String piece) {
            return CONTROL.matcher(piece).replaceAll(" ").replace(NO_CHARACTER, "");
        }
    }
}

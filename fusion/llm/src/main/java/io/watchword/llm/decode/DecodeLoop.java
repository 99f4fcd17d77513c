package io.watchword.llm.decode;

import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.decode.Answer.End;
import io.watchword.llm.dense.DenseEvent;
import io.watchword.llm.engine.Ending;
import io.watchword.llm.engine.Scheduler;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.prompt.PromptLayout;
import io.watchword.llm.prompt.PromptLayout.Prompts;
import io.watchword.llm.sample.Sample;
import io.watchword.llm.sample.StopStrings;
import io.watchword.llm.token.StreamingDetokeniser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * Answers requests: the caption or answer, and beside it what happens when, if that is asked for
 * and the bundle can tell. Thread-safe: a run keeps its state to itself.
 */
public final class DecodeLoop {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    /** What bytes become that are no character. */
    private static final String NO_CHARACTER = "\uFFFD";

    private final LanguageModel model;
    private final AnswerRules rules;
    private final Optional<Scheduler> scheduler;
    private final PromptLayout prompts;
    private final Optional<DenseTeller> dense;

    /**
     * Decodes on the thread that asks, each request by itself.
     *
     * @throws IllegalArgumentException if the prompt's special tokens are none of the tokenizer's
     */
    public DecodeLoop(LanguageModel model) {
        this(model, new AnswerRules(model.tokenizer(), model.eosIds()), Optional.empty());
    }

    /**
     * @param scheduler of the model's engine: decodes side by side with all else that it is given;
     *     without one each request is decoded by itself, on the thread that asks
     * @throws IllegalArgumentException if the prompt's special tokens are none of the tokenizer's
     */
    DecodeLoop(LanguageModel model, AnswerRules rules, Optional<Scheduler> scheduler) {
        this.model = requireNonNull(model, "model is null");
        this.rules = requireNonNull(rules, "rules is null");
        this.scheduler = scheduler;
        this.prompts =
                PromptLayout.of(
                        model.format(), model.tokenizer(), model.projector(), model.maxSegments());
        this.dense = model.format().events().map(piece -> new DenseTeller(model, piece));
    }

    /**
     * Runs a request that {@link RequestCheck} let through, and returns when it has ended.
     *
     * @param listener called on this thread; may block
     * @param stopped asked before the prefill and before each token, by the thread that decodes
     */
    public DecodeOutcome run(
            CaptionRequest request, TokenListener listener, BooleanSupplier stopped) {
        Spoken spoken =
                new Spoken(
                        new StreamingDetokeniser(model.tokenizer()),
                        new StopStrings(request.options().stop()));
        Consumer<Sample> tell =
                token ->
                        listener.decoded(
                                token.tokenId(), spoken.add(token.tokenId()), token.logprob());
        DescribeJob job =
                new DescribeJob(
                        request.options().priority(), stopped, heard -> strands(request, heard));
        try {
            if (scheduler.isPresent()) {
                scheduler.get().offer(job);
                job.awaitEnd(tell);
            } else {
                Scheduler.runHere(model.engine(), job, () -> job.drainTo(tell));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DecodeOutcome.Stopped();
        } finally {
            job.leave();
        }
        return outcome(request, job, spoken);
    }

    private DescribeJob.Strands strands(CaptionRequest request, Consumer<Sample> heard) {
        Prompts asked = prompts.buildAll(request);
        int limit = request.maxNewTokens() == 0 ? model.maxNewTokens() : request.maxNewTokens();
        return new DescribeJob.Strands(
                answering(asked.caption(), request.options(), limit, heard),
                asked.events().flatMap(prompt -> dense.map(teller -> teller.strand(prompt))));
    }

    private Answering answering(
            Prompt prompt, DecodingOptions options, int limit, Consumer<Sample> heard) {
        Supplier<Writing> writing = () -> Writing.of(options, rules, model.tokenizer(), limit);
        return options.beams() == 1
                ? new AnswerStrand(prompt, writing.get(), model.eosIds(), heard)
                : new BeamStrand(prompt, writing, model.eosIds(), options.beams(), heard);
    }

    private DecodeOutcome outcome(CaptionRequest request, DescribeJob job, Spoken spoken) {
        Ending ending = job.ending();
        if (ending instanceof Ending.Abandoned) {
            return new DecodeOutcome.Stopped();
        }
        if (ending instanceof Ending.Refused refused) {
            return new DecodeOutcome.Refused(new Refusal(refused.code(), refused.detail()));
        }
        if (ending instanceof Ending.Broken broken) {
            throw new IllegalStateException(
                    "the engine broke: " + broken.cause().getMessage(), broken.cause());
        }
        Answer answer = job.strands().caption().answer();
        int decoded = answer.samples().size();
        if (answer.end() == End.NOT_FINITE) {
            return refused("token " + decoded + ": logits are not finite");
        }
        String text = spoken.finish();
        return text.isEmpty()
                ? refused("no word in " + decoded + " tokens")
                : captioned(request, job.strands(), text);
    }

    private DecodeOutcome captioned(
            CaptionRequest request, DescribeJob.Strands strands, String text) {
        Answer answer = strands.caption().answer();
        Optional<Answer> told = strands.events().map(AnswerStrand::answer);
        List<DenseEvent> events =
                told.flatMap(of -> dense.map(teller -> teller.told(of, request.span())))
                        .orElse(List.of());
        int decoded = answer.samples().size();
        int toldTokens = told.map(of -> of.samples().size()).orElse(0);
        return new DecodeOutcome.Captioned(
                new Caption(
                        text,
                        answer.end() == End.LIMIT
                                ? Caption.FinishReason.LENGTH
                                : Caption.FinishReason.STOP,
                        model.calibration().confidence(answer.meanLogprob(0, decoded), decoded),
                        ledger(strands, decoded + toldTokens),
                        model.format().sha256(request),
                        events));
    }

    /** What the prompts have in common is read once. */
    private static TokenLedger ledger(DescribeJob.Strands strands, int decoded) {
        Prompt caption = strands.caption().prompt();
        List<TokenLedger> read = new ArrayList<>(List.of(caption.ledger()));
        strands.events()
                .map(AnswerStrand::prompt)
                .map(events -> events.beginsLike(caption) ? events.afterHead() : events)
                .ifPresent(events -> read.add(events.ledger()));
        return new TokenLedger(
                sum(read, TokenLedger::text),
                sum(read, TokenLedger::spatial),
                sum(read, TokenLedger::motion),
                sum(read, TokenLedger::audio),
                sum(read, TokenLedger::temporal),
                sum(read, TokenLedger::delimiter),
                decoded);
    }

    private static int sum(List<TokenLedger> ledgers, ToIntFunction<TokenLedger> of) {
        return ledgers.stream().mapToInt(of).sum();
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

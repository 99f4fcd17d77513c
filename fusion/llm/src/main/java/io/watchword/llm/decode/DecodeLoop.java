package io.watchword.llm.decode;

import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.prompt.PromptLayout;
import io.watchword.llm.sample.GreedySampler;
import io.watchword.llm.sample.GreedySampler.Sample;
import io.watchword.llm.token.StreamingDetokeniser;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Answers one request: prefill once, then greedy decoding until the model ends or the limit is
 * reached. The KV cache is freed on every way out. Thread-safe: a run keeps its state to itself.
 */
public final class DecodeLoop {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    /** What bytes become that are no character. */
    private static final String NO_CHARACTER = "\uFFFD";

    private final LanguageModel model;
    private final PromptLayout prompts;

    /**
     * @throws IllegalArgumentException if the prompt's special tokens are none of the tokenizer's
     */
    public DecodeLoop(LanguageModel model) {
        this.model = requireNonNull(model, "model is null");
        this.prompts = PromptLayout.of(model.format(), model.tokenizer(), model.projector());
    }

    /**
     * Runs a request that {@link RequestCheck} let through.
     *
     * @param stopped asked before the prefill and before each decode step
     */
    public DecodeOutcome run(
            CaptionRequest request, TokenListener listener, BooleanSupplier stopped) {
        if (stopped.getAsBoolean()) {
            return new DecodeOutcome.Stopped();
        }
        Prompt prompt = prompts.build(request);
        int limit = request.maxNewTokens() == 0 ? model.maxNewTokens() : request.maxNewTokens();
        Spoken spoken = new Spoken(new StreamingDetokeniser(model.tokenizer()));
        try (Sequence sequence = model.engine().prefill(prompt)) {
            while (!stopped.getAsBoolean()) {
                Optional<Sample> sample = GreedySampler.pick(sequence.logits());
                if (sample.isEmpty()) {
                    return refused("token " + spoken.decoded + ": logits are not finite");
                }
                int tokenId = sample.get().tokenId();
                boolean ended = model.eosIds().contains(tokenId);
                spoken.count(sample.get().logprob());
                if (!ended) {
                    String text = spoken.add(tokenId);
                    listener.decoded(tokenId, text, sample.get().logprob());
                }
                if (ended || spoken.decoded >= limit) {
                    return finished(request, prompt, spoken, ended);
                }
                sequence.decode(tokenId);
            }
        }
        return new DecodeOutcome.Stopped();
    }

    private DecodeOutcome finished(
            CaptionRequest request, Prompt prompt, Spoken spoken, boolean ended) {
        String text = spoken.finish();
        if (text.isEmpty()) {
            return refused("no word in " + spoken.decoded + " tokens");
        }
        TokenLedger read = prompt.ledger();
        TokenLedger ledger =
                new TokenLedger(
                        read.text(),
                        read.spatial(),
                        read.motion(),
                        read.audio(),
                        read.temporal(),
                        read.delimiter(),
                        spoken.decoded);
        return new DecodeOutcome.Captioned(
                new Caption(
                        text,
                        ended ? Caption.FinishReason.STOP : Caption.FinishReason.LENGTH,
                        (float) Math.exp(spoken.logprobs / spoken.decoded),
                        ledger,
                        model.format().sha256(request.language(), request.question())));
    }

    private static DecodeOutcome refused(String detail) {
        return new DecodeOutcome.Refused(new Refusal(INVALID_OUTPUT, detail));
    }

    /** What one run has said so far. */
    private static final class Spoken {
        private final StreamingDetokeniser detokeniser;
        private final StringBuilder text = new StringBuilder();
        private int decoded;
        private double logprobs;

        Spoken(StreamingDetokeniser detokeniser) {
            this.detokeniser = detokeniser;
        }

        void count(float logprob) {
            decoded++;
            logprobs += logprob;
        }

        String add(int tokenId) {
            String piece = clean(detokeniser.add(tokenId));
            text.append(piece);
            return piece;
        }

        String finish() {
            return text.append(clean(detokeniser.finish())).toString().strip();
        }

        /** A caption is one line of text, whatever bytes a model spells. */
        private static String clean(String piece) {
            return CONTROL.matcher(piece).replaceAll(" ").replace(NO_CHARACTER, "");
        }
    }
}

package io.watchword.llm.decode;

import io.watchword.llm.prompt.CaptionRequest;
import java.util.Optional;

/** Answers with a language model in this process, and owns it. */
public final class LocalCaptioner implements Captioner {
    private final LanguageModel model;
    private final RequestCheck check;
    private final DecodeLoop loop;

    /**
     * @throws IllegalArgumentException if the prompt's special tokens are none of the tokenizer's
     */
    public LocalCaptioner(LanguageModel model) {
        this.model = model;
        AnswerRules rules = new AnswerRules(model.tokenizer(), model.eosIds());
        this.check = new RequestCheck(model, rules);
        this.loop = new DecodeLoop(model, rules);
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public String sha256() {
        return model.sha256();
    }

    @Override
    public Optional<Refusal> problem(CaptionRequest request) {
        return check.problem(request);
    }

    @Override
    public DecodeOutcome run(CaptionRequest request, TokenListener listener, Caller caller) {
        return loop.run(request, listener, caller::gone);
    }

    @Override
    public void close() {
        model.close();
    }
}

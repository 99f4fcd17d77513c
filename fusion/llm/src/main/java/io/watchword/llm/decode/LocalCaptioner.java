package io.watchword.llm.decode;

import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.engine.Scheduler;
import io.watchword.llm.engine.SchedulerLimits;
import io.watchword.llm.prompt.CaptionRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with a language model in this process, many requests at a time, and owns it. */
public final class LocalCaptioner implements Captioner {
    private static final Logger logger = LoggerFactory.getLogger(LocalCaptioner.class);

    private final LanguageModel model;
    private final RequestCheck check;
    private final Scheduler scheduler;
    private final DecodeLoop loop;

    /**
     * @throws IllegalArgumentException if the prompt's special tokens are none of the tokenizer's
     */
    public LocalCaptioner(LanguageModel model, SchedulerLimits limits, EngineMetrics metrics) {
        this.model = model;
        AnswerRules rules = new AnswerRules(model.tokenizer(), model.eosIds());
        this.check = new RequestCheck(model, rules);
        this.scheduler = new Scheduler(model.engine(), limits, metrics);
        this.loop = loop(model, rules, scheduler);
    }

    private static DecodeLoop loop(LanguageModel model, AnswerRules rules, Scheduler scheduler) {
        try {
            return new DecodeLoop(model, rules, Optional.of(scheduler));
        } catch (IllegalArgumentException e) {
            scheduler.close();
            throw e;
        }
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
    public void drain() {
        scheduler.drain();
    }

    /** A model that is still being run is left open. */
    @Override
    public void close() {
        scheduler.close();
        if (scheduler.awaitEnd(0)) {
            model.close();
        } else {
            logger.atWarn().log("decoding has not stopped, its model is left open");
        }
    }
}

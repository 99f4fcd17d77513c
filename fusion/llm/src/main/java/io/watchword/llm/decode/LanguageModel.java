package io.watchword.llm.decode;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.project.Projector;
import io.watchword.llm.prompt.PromptFormat;
import io.watchword.llm.token.Tokenizer;
import java.util.Set;

/**
 * A language model as its bundle describes it, ready to run. Owns engine, projector and tokenizer.
 *
 * @param name name and version of the bundle, as people say it
 * @param sha256 which bundle exactly
 * @param eosIds tokens any of which ends a caption
 * @param maxSegments most segments in one request
 * @param maxNewTokens most tokens decoded for one request
 * @param calibration how sure the model is when it says so
 */
public record LanguageModel(
        String name,
        String sha256,
        PromptFormat format,
        Tokenizer tokenizer,
        Projector projector,
        LlmEngine engine,
        Set<Integer> eosIds,
        int maxSegments,
        int maxNewTokens,
        Calibration calibration)
        implements AutoCloseable {
    public LanguageModel {
        requireNonNull(name, "name is null");
        requireNonNull(sha256, "sha256 is null");
        requireNonNull(format, "format is null");
        requireNonNull(tokenizer, "tokenizer is null");
        eosIds = Set.copyOf(eosIds);
        checkArgument(!eosIds.isEmpty(), "bundle %s: no token ends a caption", name);
        requireNonNull(calibration, "calibration is null");
        checkArgument(maxSegments > 0, "languageModel.maxSegments is %d", maxSegments);
        checkArgument(maxNewTokens > 0, "languageModel.maxNewTokens is %d", maxNewTokens);
        checkArgument(
                projector.hidden() == engine.hidden(),
                "projectors give %d values, the language model takes %d",
                projector.hidden(),
                engine.hidden());
    }

    /** This model without its decoder; still owned by this. */
    PromptStage promptStage() {
        return new PromptStage(
                name, sha256, format, tokenizer, projector, eosIds, maxSegments, maxNewTokens);
    }

    /** A model whose confidence is taken as it is. */
    public LanguageModel(
            String name,
            String sha256,
            PromptFormat format,
            Tokenizer tokenizer,
            Projector projector,
            LlmEngine engine,
            Set<Integer> eosIds,
            int maxSegments,
            int maxNewTokens) {
        this(
                name,
                sha256,
                format,
                tokenizer,
                projector,
                engine,
                eosIds,
                maxSegments,
                maxNewTokens,
                Calibration.NONE);
    }

    @Override
    public void close() {
        engine.close();
        projector.close();
        tokenizer.close();
    }
}

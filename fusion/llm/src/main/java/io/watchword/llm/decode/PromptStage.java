package io.watchword.llm.decode;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.llm.project.Projector;
import io.watchword.llm.prompt.PromptFormat;
import io.watchword.llm.token.Tokenizer;
import java.util.Set;

/**
 * A bundle's language model up to its decoder: all that turns a request into a prompt. Owns
 * projector and tokenizer.
 *
 * @param name name and version of the bundle, as people say it
 * @param sha256 which bundle exactly
 * @param eosIds tokens any of which ends an answer
 * @param maxSegments most segments in one request
 * @param maxNewTokens most tokens decoded for one request
 */
public record PromptStage(
        String name,
        String sha256,
        PromptFormat format,
        Tokenizer tokenizer,
        Projector projector,
        Set<Integer> eosIds,
        int maxSegments,
        int maxNewTokens)
        implements AutoCloseable {
    public PromptStage {
        requireNonNull(name, "name is null");
        requireNonNull(sha256, "sha256 is null");
        requireNonNull(format, "format is null");
        requireNonNull(tokenizer, "tokenizer is null");
        requireNonNull(projector, "projector is null");
        eosIds = Set.copyOf(eosIds);
        checkArgument(!eosIds.isEmpty(), "bundle %s: no token ends an answer", name);
        checkArgument(maxSegments > 0, "languageModel.maxSegments is %d", maxSegments);
        checkArgument(maxNewTokens > 0, "languageModel.maxNewTokens is %d", maxNewTokens);
    }

    @Override
    public void close() {
        projector.close();
        tokenizer.close();
    }
}

package io.watchword.llm.prompt;

import io.watchword.llm.project.Projector;
import io.watchword.llm.token.Tokenizer;
import java.util.Optional;

/** Lays prompts out as a bundle asks for. Reads requests that were checked. Thread-safe. */
public interface PromptLayout {
    /**
     * The prompts of one request: they share what the projectors made.
     *
     * @param events empty if none are asked for or the bundle cannot tell
     */
    record Prompts(Prompt caption, Optional<Prompt> events) {}

    /** Builds the prompt of a caption or an answer; this runs the projectors. */
    Prompt build(CaptionRequest request);

    /** Builds the prompts of all that a request asks for; this runs the projectors once. */
    default Prompts buildAll(CaptionRequest request) {
        return new Prompts(build(request), Optional.empty());
    }

    /**
     * The layout of a format, for as many segments as a request has.
     *
     * @throws IllegalArgumentException if a special token of the format is none of the tokenizer's
     */
    static PromptLayout of(PromptFormat format, Tokenizer tokenizer, Projector projector) {
        return of(format, tokenizer, projector, Integer.MAX_VALUE);
    }

    /**
     * The layout of a format.
     *
     * @param maxSegments most segments that are shown of a request that may be compressed
     * @throws IllegalArgumentException if a special token of the format is none of the tokenizer's
     */
    static PromptLayout of(
            PromptFormat format, Tokenizer tokenizer, Projector projector, int maxSegments) {
        return format.pictures().isPresent()
                ? new PicturePromptBuilder(format.pictures().get(), tokenizer, projector)
                : new PromptBuilder(format, tokenizer, projector, maxSegments);
    }
}

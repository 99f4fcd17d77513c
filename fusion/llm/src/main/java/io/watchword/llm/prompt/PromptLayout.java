package io.watchword.llm.prompt;

import io.watchword.llm.project.Projector;
import io.watchword.llm.token.Tokenizer;

/** Lays prompts out as a bundle asks for. Reads requests that were checked. Thread-safe. */
public interface PromptLayout {
    /** Builds a prompt; this runs the projectors. */
    Prompt build(CaptionRequest request);

    /**
     * The layout of a format.
     *
     * @throws IllegalArgumentException if a special token of the format is none of the tokenizer's
     */
    static PromptLayout of(PromptFormat format, Tokenizer tokenizer, Projector projector) {
        return format.pictures().isPresent()
                ? new PicturePromptBuilder(format.pictures().get(), tokenizer, projector)
                : new PromptBuilder(format, tokenizer, projector);
    }
}

package io.watchword.deploy.eval.ask;

import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import java.util.List;
import java.util.Optional;

/** Something that looks at stored embeddings and speaks. */
public interface Asker {
    /** Confidence as events have it. */
    record Answer(String text, double confidence) {}

    /**
     * Asks once.
     *
     * @param question empty for a caption
     * @return empty if it has no answer
     */
    Optional<Answer> ask(List<SegmentTokens> segments, String language, String question);
}

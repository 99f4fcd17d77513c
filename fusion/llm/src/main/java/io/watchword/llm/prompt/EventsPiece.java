package io.watchword.llm.prompt;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How a bundle is asked what happens when: {@code languageModel.prompt.events} of bundle.json. The
 * model then writes, for each event, a time token for its start, one for its end, and a clause.
 *
 * @param start the special token that asks
 * @param time around the number of a time token
 * @param bins time tokens: the whole span of a prompt is divided into one part less
 * @param maxNewTokens most tokens decoded for one answer
 */
public record EventsPiece(String start, PromptFormat.Enclosure time, int bins, int maxNewTokens) {
    private static final int DEFAULT_MAX_NEW_TOKENS = 128;

    public EventsPiece {
        requireNonNull(time, "languageModel.prompt.events.time is missing");
        checkArgument(!start.isEmpty(), "languageModel.prompt.events.start is missing");
        checkArgument(
                bins >= 2 && bins <= 10_000,
                "languageModel.prompt.events.bins is %d, not in [2, 10000]",
                bins);
        checkArgument(
                maxNewTokens > 0,
                "languageModel.prompt.events.maxNewTokens is not positive: %d",
                maxNewTokens);
    }

    /**
     * Reads the section.
     *
     * @throws IllegalArgumentException naming the key that is missing or wrong
     */
    static EventsPiece from(JsonNode events) {
        return new EventsPiece(
                events.path("start").asText(),
                PromptFormat.enclosure(events, "time"),
                events.path("bins").asInt(),
                events.path("maxNewTokens").asInt(DEFAULT_MAX_NEW_TOKENS));
    }

    /** The special token of a bin: {@code <time 7>}. */
    public String timeToken(int bin) {
        return time.start() + bin + time.end();
    }
}

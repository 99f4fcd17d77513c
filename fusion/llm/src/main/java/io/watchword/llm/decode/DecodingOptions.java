package io.watchword.llm.decode;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.llm.engine.Priority;
import java.util.List;

/**
 * How an answer is picked.
 *
 * @param temperature [0, 2]; 0 takes the most probable token each time
 * @param topP (0, 1]: draws from the most probable tokens that together have this probability
 * @param beams [1, 8]: answers kept side by side, of which the most probable is given
 * @param seed of what is drawn; equal requests with equal seeds get equal answers
 * @param stop the answer ends before the first of these strings
 * @param repetitionGuard whether loops are broken
 * @param jsonSchema what the answer must be a document of; empty for plain words
 */
public record DecodingOptions(
        Priority priority,
        float temperature,
        float topP,
        int beams,
        long seed,
        List<String> stop,
        boolean repetitionGuard,
        String jsonSchema) {
    public static final float MAX_TEMPERATURE = 2;
    public static final int MAX_BEAMS = 8;
    public static final int MAX_STOPS = 8;
    public static final int MAX_STOP_CHARS = 64;
    public static final int MAX_SCHEMA_CHARS = 16_384;

    /** Takes the most probable tokens, before all other work. */
    public static final DecodingOptions GREEDY =
            new DecodingOptions(Priority.LIVE, 0, 1, 1, 0, List.of(), false, "");

    public DecodingOptions {
        requireNonNull(priority, "priority is null");
        requireNonNull(jsonSchema, "jsonSchema is null");
        stop = List.copyOf(stop);
        checkArgument(
                temperature >= 0 && temperature <= MAX_TEMPERATURE,
                "options.temperature is %s, required 0 to %s",
                temperature,
                MAX_TEMPERATURE);
        checkArgument(topP > 0 && topP <= 1, "options.top_p is %s, required (0, 1]", topP);
        checkArgument(
                beams >= 1 && beams <= MAX_BEAMS,
                "options.beams is %d, required 1 to %d",
                beams,
                MAX_BEAMS);
        checkArgument(
                beams == 1 || temperature == 0,
                "options.beams is %d with a temperature of %s, required 0",
                beams,
                temperature);
        checkArgument(
                stop.size() <= MAX_STOPS,
                "options.stop has %d strings, limit %d",
                stop.size(),
                MAX_STOPS);
        for (String one : stop) {
            checkArgument(
                    !one.isEmpty() && one.length() <= MAX_STOP_CHARS,
                    "options.stop has a string of %d characters, required 1 to %d",
                    one.length(),
                    MAX_STOP_CHARS);
        }
        checkArgument(
                jsonSchema.length() <= MAX_SCHEMA_CHARS,
                "options.json_schema has %d characters, limit %d",
                jsonSchema.length(),
                MAX_SCHEMA_CHARS);
        checkArgument(
                jsonSchema.isEmpty() || stop.isEmpty(),
                "options.stop could cut a document of options.json_schema; required one of them");
    }

    /** These options for somebody else who waits. */
    public DecodingOptions as(Priority other) {
        return new DecodingOptions(
                other, temperature, topP, beams, seed, stop, repetitionGuard, jsonSchema);
    }
}

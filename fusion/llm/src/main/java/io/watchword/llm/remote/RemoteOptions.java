package io.watchword.llm.remote;

import static io.watchword.contract.ErrorCode.INVALID_RECORD;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.llm.decode.DecodingOptions;
import io.watchword.llm.decode.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How an answer is picked, in the words of OpenAI's API. Pure. */
final class RemoteOptions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_STOPS = 4; // of that API

    private RemoteOptions() {}

    /** What another server cannot be asked for. */
    static Optional<Refusal> problem(DecodingOptions options) {
        if (options.beams() > 1) {
            return refused("options.beams is " + options.beams() + ", a remote model takes 1");
        }
        if (options.repetitionGuard()) {
            return refused("options.repetition_guard is set, a remote model has none");
        }
        if (options.stop().size() > MAX_STOPS) {
            return refused(
                    "options.stop has "
                            + options.stop().size()
                            + " strings, a remote model takes "
                            + MAX_STOPS);
        }
        try {
            boolean object =
                    options.jsonSchema().isEmpty()
                            || JSON.readTree(options.jsonSchema()).isObject();
            return object ? Optional.empty() : refused("options.json_schema is no JSON object");
        } catch (JsonProcessingException e) {
            return refused("options.json_schema is no JSON: " + e.getOriginalMessage());
        }
    }

    private static Optional<Refusal> refused(String detail) {
        return Optional.of(new Refusal(INVALID_RECORD, detail));
    }

    /**
     * Writes options in which there is no {@link #problem}.
     *
     * @param always strings at which every answer ends
     */
    static void put(DecodingOptions options, List<String> always, ObjectNode body) {
        body.put("temperature", options.temperature());
        if (options.temperature() > 0) {
            body.put("top_p", options.topP());
            body.put("seed", options.seed());
        }
        List<String> stop = new ArrayList<>(always);
        stop.addAll(options.stop());
        if (!stop.isEmpty()) {
            stop.forEach(body.putArray("stop")::add);
        }
        if (!options.jsonSchema().isEmpty()) {
            ObjectNode format = body.putObject("response_format");
            format.put("type", "json_schema");
            ObjectNode named = format.putObject("json_schema");
            named.put("name", "answer");
            named.put("strict", true);
            try {
                named.set("schema", JSON.readTree(options.jsonSchema()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("json_schema was not checked", e);
            }
        }
    }
}

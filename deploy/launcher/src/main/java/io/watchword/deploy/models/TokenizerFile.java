package io.watchword.deploy.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What {@code tokenizer.json} says of whole tokens.
 *
 * @param added ids of tokens that text never is split inside of
 * @param first what the tokenizer puts before every text
 * @param largest largest id
 */
record TokenizerFile(Map<String, Integer> added, String first, int largest) {
    static TokenizerFile of(JsonNode json) {
        Map<String, Integer> added = new LinkedHashMap<>();
        int largest = -1;
        for (JsonNode token : json.path("added_tokens")) {
            added.put(token.path("content").asText(), token.path("id").asInt());
            largest = Math.max(largest, token.path("id").asInt());
        }
        JsonNode vocabulary = json.path("model").path("vocab");
        if (vocabulary.isObject()) {
            for (JsonNode id : vocabulary) {
                largest = Math.max(largest, id.asInt());
            }
        } else {
            largest = Math.max(largest, vocabulary.size() - 1); // pairs of piece and score
        }
        return new TokenizerFile(added, first(json.path("post_processor")), largest);
    }

    private static String first(JsonNode processor) {
        StringBuilder first = new StringBuilder();
        for (JsonNode one : processor.path("processors")) { // a sequence of them
            first.append(first(one));
        }
        for (JsonNode piece : processor.path("single")) {
            if (piece.has("Sequence")) {
                break;
            }
            first.append(piece.path("SpecialToken").path("id").asText());
        }
        return first.toString();
    }

    OptionalInt id(String token) {
        Integer id = added.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }
}

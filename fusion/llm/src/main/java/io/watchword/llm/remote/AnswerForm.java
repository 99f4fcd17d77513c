package io.watchword.llm.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Where the two protocols keep the same things in one choice of an answer. */
enum AnswerForm {
    COMPLETION {
        @Override
        JsonNode text(JsonNode choice) {
            return choice.path("text");
        }

        @Override
        List<JsonNode> logprobs(JsonNode choice) {
            return list(choice.path("logprobs").path("token_logprobs"));
        }

        @Override
        boolean alwaysHasLogprobs() {
            return true;
        }
    },
    CHAT {
        @Override
        JsonNode text(JsonNode choice) {
            return choice.path(choice.has("delta") ? "delta" : "message").path("content");
        }

        @Override
        List<JsonNode> logprobs(JsonNode choice) {
            List<JsonNode> values = new ArrayList<>();
            choice.path("logprobs")
                    .path("content")
                    .forEach(token -> values.add(token.path("logprob")));
            return values;
        }

        @Override
        boolean alwaysHasLogprobs() {
            return false; // many servers take the question for them and leave it unanswered
        }
    };

    /** What is said; null or missing where a piece says nothing. */
    abstract JsonNode text(JsonNode choice);

    /** A number for each token; null where the server does not know one. */
    abstract List<JsonNode> logprobs(JsonNode choice);

    /** Whether an answer without log-probabilities is none. */
    abstract boolean alwaysHasLogprobs();

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> values = new ArrayList<>();
        array.forEach(values::add);
        return values;
    }
}

package io.watchword.llm.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of vLLM's completions API, with the fields that it gives them. */
public final class VllmAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private VllmAnswers() {}

    /** One token of a stream. */
    public static String chunk(
            String text, int tokenId, double logprob, @Nullable String finishReason) {
        ObjectNode answer = head();
        ObjectNode choice = choice(answer, text, finishReason);
        logprob(choice, text, logprob);
        choice.putArray("token_ids").add(tokenId);
        return answer.toString();
    }

    /** A whole answer, its tokens with their log-probabilities. */
    public static String whole(String finishReason, List<String> tokens, List<Double> logprobs) {
        ObjectNode answer = head();
        ObjectNode choice = choice(answer, String.join("", tokens), finishReason);
        for (int i = 0; i < tokens.size(); i++) {
            logprob(choice, tokens.get(i), logprobs.get(i));
        }
        answer.putObject("usage")
                .put("prompt_tokens", 9)
                .put("completion_tokens", tokens.size())
                .put("total_tokens", 9 + tokens.size());
        return answer.toString();
    }

    public static String error(int code, String message) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("error")
                .put("message", message)
                .put("type", "BadRequestError")
                .putNull("param")
                .put("code", code);
        return answer.toString();
    }

    private static ObjectNode head() {
        return JSON.createObjectNode()
                .put("id", "cmpl-1")
                .put("object", "text_completion")
                .put("created", 1_700_000_000)
                .put("model", "m");
    }

    private static ObjectNode choice(
            ObjectNode answer, String text, @Nullable String finishReason) {
        return answer.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("text", text)
                .put("finish_reason", finishReason)
                .putNull("stop_reason");
    }

    private static void logprob(ObjectNode choice, String token, double logprob) {
        ObjectNode logprobs = choice.withObjectProperty("logprobs");
        logprobs.withArrayProperty("text_offset").add(0);
        logprobs.withArrayProperty("token_logprobs").add(logprob);
        logprobs.withArrayProperty("tokens").add(token);
        logprobs.withArrayProperty("top_logprobs").addObject().put(token, logprob);
    }
}

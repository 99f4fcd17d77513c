package io.watchword.llm.remote;

import static io.watchword.contract.ErrorCode.FORBIDDEN_ADDRESS;
import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static io.watchword.contract.ErrorCode.LIMIT_EXCEEDED;
import static io.watchword.contract.ErrorCode.MODEL_MISMATCH;
import static io.watchword.contract.ErrorCode.OVERLOADED;
import static io.watchword.contract.ErrorCode.UNAUTHENTICATED;
import static io.watchword.contract.ErrorCode.UNAVAILABLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The one place where another server's statuses and errors become ours. */
final class StatusFailure {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,4}");
    private static final int MAX_SAID = 200;

    private StatusFailure() {}

    /**
     * A response that is no answer.
     *
     * @param body what it said, if anything
     * @param retryAfter its header; a date is left out
     * @param redact takes secrets out of a text
     */
    static RemoteFailure of(
            int status, String body, Optional<String> retryAfter, UnaryOperator<String> redact) {
        String detail = "the server answered " + status + said(body, redact);
        if (!PASSING.contains(status)) {
            return RemoteFailure.lasting(code(status), detail);
        }
        Duration wait =
                retryAfter
                        .filter(text -> SECONDS.matcher(text).matches())
                        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                        .orElse(Duration.ZERO);
        return RemoteFailure.passing(code(status), detail, wait);
    }

    /** An error that came inside an answer, after its status. */
    static RemoteFailure inside(JsonNode error, UnaryOperator<String> redact) {
        int status = error.path("code").asInt(500);
        return RemoteFailure.lasting(
                code(status), "the answer ended with an error" + said(error.toString(), redact));
    }

    private static ErrorCode code(int status) {
        if (status >= 300 && status < 400) {
            return FORBIDDEN_ADDRESS; // a redirect is never followed: it could lead the key astray
        }
        return switch (status) {
            case 401, 403, 407 -> UNAUTHENTICATED;
            case 413 -> LIMIT_EXCEEDED;
            case 429 -> OVERLOADED;
            case 502, 503, 504 -> UNAVAILABLE;
            default -> status >= 400 && status < 500 ? MODEL_MISMATCH : INVALID_OUTPUT;
        };
    }

    private static String said(String body, UnaryOperator<String> redact) {
        String text = CONTROL.matcher(redact.apply(message(body))).replaceAll(" ").strip();
        return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(MAX_SAID, text.length()));
    }

    private static String message(String body) {
        try {
            JsonNode value = JSON.readTree(body);
            for (JsonNode at : new JsonNode[] {value.path("error"), value}) {
                for (String key : new String[] {"message", "detail"}) {
                    if (at.path(key).isTextual()) {
                        return at.path(key).asText();
                    }
                }
                if (at.isTextual()) {
                    return at.asText();
                }
            }
            return "";
        } catch (JsonProcessingException e) {
            return body;
        }
    }
}

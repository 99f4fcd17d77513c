package io.watchword.view.http;

import static java.util.Objects.requireNonNull;

import io.watchword.view.access.Need;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One way in: what the server registers, what its document says, and whom it lets pass.
 *
 * @param method as HTTP spells it
 * @param path with its parameters in braces
 * @param need what the caller must be allowed to do
 * @param body name of the schema of the JSON that it takes
 */
record Route(
        String method,
        String path,
        String summary,
        Need need,
        List<Parameter> parameters,
        Optional<String> body,
        Answer answer,
        Action action) {
    private static final Set<String> TAKES_MUCH = Set.of("text/csv", "video/mp4");

    /**
     * What it answers with if all is well.
     *
     * @param schema name of the schema of a JSON answer, or of each line; empty for other types
     */
    record Answer(int status, String contentType, Optional<String> schema) {
        static final Answer NOTHING = new Answer(204, "", Optional.empty());

        static Answer json(String schema) {
            return new Answer(200, "application/json", Optional.of(schema));
        }

        /** Sends a browser elsewhere. */
        static Answer redirect() {
            return new Answer(302, "", Optional.empty());
        }

        static Answer created(String schema) {
            return new Answer(201, "application/json", Optional.of(schema));
        }

        static Answer of(String contentType) {
            return new Answer(200, contentType, Optional.empty());
        }
    }

    Route {
        requireNonNull(need, "need is null");
        requireNonNull(answer, "answer is null");
        parameters = List.copyOf(parameters);
    }

    static Route get(
            String path,
            String summary,
            Need need,
            List<Parameter> parameters,
            Answer answer,
            Action action) {
        return new Route("GET", path, summary, need, parameters, Optional.empty(), answer, action);
    }

    static Route post(
            String path, String summary, Need need, String body, Answer answer, Action action) {
        return new Route("POST", path, summary, need, List.of(), Optional.of(body), answer, action);
    }

    static Route delete(
            String path, String summary, Need need, List<Parameter> parameters, Action action) {
        return new Route(
                "DELETE",
                path,
                summary,
                need,
                parameters,
                Optional.empty(),
                Answer.NOTHING,
                action);
    }

    /** Whether it answers for as long as the caller stays. */
    boolean isFeed() {
        return answer.contentType().equals("text/event-stream");
    }

    /** Whether the audit log has it: what changes, asks or looks for something, or takes much. */
    boolean isNoted() {
        return switch (need) {
            case OPEN, METRICS, PEER -> false;
            case READ -> isFeed() || TAKES_MUCH.contains(answer.contentType());
            case SEARCH, ASK, SUBSCRIBE, ADMIN -> true;
        };
    }

    /** Whether a web page elsewhere must not be able to have a browser call it. */
    boolean changesSomething() {
        return !method.equals("GET");
    }
}

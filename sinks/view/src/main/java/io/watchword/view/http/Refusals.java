package io.watchword.view.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.watchword.view.search.SearchTooSlow;
import io.watchword.view.timeline.TimelinesUnavailable;
import java.io.IOException;
import java.util.Locale;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a route throws into an answer, without a word of how it came about. */
final class Refusals {
    private static final Logger logger = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    static void register(RoutesConfig routes) {
        routes.exception(Problem.class, (e, request) -> answer(request, e));
        routes.exception(
                IllegalArgumentException.class, // a record refused a value of the request
                (e, request) ->
                        answer(request, Problem.badRequest(String.valueOf(e.getMessage()))));
        routes.exception(
                TimelinesUnavailable.class,
                (e, request) ->
                        answer(
                                request,
                                new Problem(503, "STARTING", String.valueOf(e.getMessage()))));
        routes.exception(
                SearchTooSlow.class,
                (e, request) ->
                        answer(
                                request,
                                new Problem(503, "TOO_SLOW", String.valueOf(e.getMessage()))));
        routes.exception(HttpResponseException.class, Refusals::ofJavalin);
        routes.exception(EofException.class, (e, request) -> logger.atDebug().log("caller left"));
        routes.exception(Exception.class, Refusals::unexpected);
    }

    private static void ofJavalin(HttpResponseException e, Context request) {
        String code =
                switch (e.getStatus()) {
                    case 404 -> "NOT_FOUND";
                    case 405 -> "METHOD_NOT_ALLOWED";
                    case 413 -> "CONTENT_TOO_LARGE";
                    default -> "REFUSED";
                };
        String words =
                switch (e.getStatus()) {
                    case 404 -> "there is nothing at this address";
                    case 405 -> "this address does not take " + request.method();
                    case 413 -> "the body is larger than " + ViewLimits.MAX_BODY_BYTES + " bytes";
                    default -> code.toLowerCase(Locale.ROOT);
                };
        answer(request, new Problem(e.getStatus(), code, words));
    }

    private static void unexpected(Exception e, Context request) {
        if (e instanceof IOException && e.getCause() instanceof EofException) {
            return;
        }
        logger.atError()
                .addKeyValue("method", request.method())
                .setCause(e)
                .log("a request could not be answered");
        answer(request, new Problem(500, "INTERNAL", "the request could not be answered"));
    }

    private static void answer(Context request, Problem problem) {
        if (request.res().isCommitted()) {
            return; // the answer had begun: it breaks off
        }
        request.status(problem.status());
        if (problem.status() == 429 || problem.status() == 503) {
            request.header("Retry-After", "5");
        }
        ObjectNode answer = Json.error(problem.code(), problem.text());
        if (!problem.entries().isEmpty()) {
            ArrayNode entries = answer.withObject("/error").putArray("entries");
            problem.entries()
                    .forEach(
                            (place, text) ->
                                    entries.addObject().put("index", place).put("message", text));
        }
        Json.answer(request, answer);
    }
}

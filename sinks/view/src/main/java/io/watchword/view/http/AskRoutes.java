package io.watchword.view.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.watchword.contract.TimeSpan;
import io.watchword.view.access.Need;
import io.watchword.view.access.Rights;
import io.watchword.view.ask.AnswerListener;
import io.watchword.view.ask.AskRefused;
import io.watchword.view.ask.AskedOfStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions to a stream. The answer comes in lines, each as soon as it is known: what will be
 * looked at, what the model says about each window, and the answer. Who goes away is answered no
 * further than the window that is under way. A few are answered at a time; others wait their turn.
 */
final class AskRoutes {
    private static final Logger logger = LoggerFactory.getLogger(AskRoutes.class);

    /** Questions that wait for their turn; each holds a thread. One more is refused. */
    static final int MAX_WAITING = 100;

    private final Supplier<ViewParts> parts;
    private final Semaphore places;
    private final Duration patience;

    AskRoutes(Supplier<ViewParts> parts, ViewLimits limits) {
        this.parts = parts;
        this.places = new Semaphore(limits.maxAsks(), true);
        this.patience = limits.askPatience();
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                        "/api/v1/ask",
                        "Ask about a stream; lines of JSON come as they are known.",
                        Need.ASK,
                        "Question",
                        new Route.Answer(
                                200, "application/x-ndjson", java.util.Optional.of("AnswerLine")),
                        this::ask));
    }

    private void ask(Context request, Rights rights) throws InterruptedException {
        AskedOfStream question = question(Json.body(request));
        if (!rights.mayRead(question.streamId())) {
            throw Problem.notFound("nothing is stored of this stream");
        }
        if (places.getQueueLength() >= MAX_WAITING
                || !places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Problem(429, "TOO_MANY_REQUESTS", "others are asking: try again soon");
        }
        Lines lines = new Lines(request);
        try {
            parts.get().asking().ask(question, rights, lines);
        } catch (AskRefused e) {
            refuse(lines, problem(e));
        } catch (AnswerListener.Gone e) {
            logger.atDebug().log("who asked went away");
        } catch (RuntimeException e) {
            if (!lines.begun) {
                throw e;
            }
            logger.atError().setCause(e).log("a question could not be answered");
            refuse(lines, new Problem(500, "INTERNAL", "the question could not be answered"));
        } finally {
            places.release();
        }
    }

    private static AskedOfStream question(JsonNode body) {
        List<TimeSpan> after = new ArrayList<>();
        for (JsonNode span : body.path("after")) {
            if (!span.path("startUs").canConvertToLong()
                    || !span.path("endUs").canConvertToLong()) {
                throw Problem.badRequest("after holds a span without startUs and endUs");
            }
            after.add(new TimeSpan(span.path("startUs").asLong(), span.path("endUs").asLong()));
        }
        return new AskedOfStream(
                Json.required(body, "stream"),
                Json.required(body, "question"),
                Json.optional(body, "from"),
                Json.optional(body, "to"),
                after);
    }

    private static void refuse(Lines lines, Problem problem) {
        if (!lines.begun) {
            throw problem;
        }
        try {
            ObjectNode line = Json.error(problem.code(), problem.text());
            lines.write(line.put("kind", "error"));
        } catch (AnswerListener.Gone e) {
            logger.atDebug().log("who asked went away");
        }
    }

    private static Problem problem(AskRefused e) {
        String why = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case BAD_QUESTION -> Problem.badRequest(why);
            case NOTHING_STORED -> Problem.notFound(why);
            case UNABLE -> new Problem(501, "UNABLE", why);
            case BUSY -> new Problem(429, "TOO_MANY_REQUESTS", why);
        };
    }

    /** Lines as they are told. */
    private static final class Lines implements AnswerListener {
        private final Context request;
        private boolean begun;

        Lines(Context request) {
            this.request = request;
        }

        @Override
        public void told(Kind kind, ObjectNode what) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            ObjectNode line = Json.object().put("kind", name);
            line.set(name, what);
            write(line);
        }

        private void write(ObjectNode line) {
            try {
                if (!begun) {
                    request.res().setContentType("application/x-ndjson");
                    begun = true;
                }
                OutputStream out = request.res().getOutputStream();
                out.write(Json.bytes(line));
                out.write('\n');
                out.flush();
            } catch (IOException e) {
                throw new Gone(e);
            }
        }
    }
}

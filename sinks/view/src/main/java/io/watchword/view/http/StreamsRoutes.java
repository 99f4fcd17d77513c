package io.watchword.view.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.watchword.view.access.Need;
import io.watchword.view.access.Rights;
import io.watchword.view.control.StreamControl;
import io.watchword.view.timeline.StreamState;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** The wall of streams: how they stand, which are watched. */
final class StreamsRoutes {
    private final Supplier<ViewParts> parts;

    StreamsRoutes(Supplier<ViewParts> parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        Parameter id = Parameter.path("id", "The stream.");
        return List.of(
                Route.get(
                        "/api/v1/streams",
                        "All streams, how they stand, and the last event of each.",
                        Need.READ,
                        List.of(),
                        Route.Answer.json("Streams"),
                        this::list),
                Route.post(
                        "/api/v1/streams",
                        "Watch a stream, or another source under its name.",
                        Need.ADMIN,
                        "NewStream",
                        Route.Answer.created("AddedStream"),
                        this::add),
                Route.delete(
                        "/api/v1/streams/{id}",
                        "Watch a stream no longer; what it brought stays.",
                        Need.ADMIN,
                        List.of(id),
                        this::remove));
    }

    private void list(Context request, Rights rights) {
        ObjectNode answer = Json.object();
        ArrayNode streams = answer.putArray("streams");
        for (StreamState stream : parts.get().timelines().streams(rights)) {
            streams.add(StreamJson.of(stream, parts.get().media().isPictured(stream)));
        }
        Json.answer(request, answer);
    }

    private void add(Context request, Rights rights) throws IOException {
        JsonNode body = Json.body(request);
        StreamControl.Wanted wanted =
                new StreamControl.Wanted(
                        Json.optional(body, "streamId"),
                        Json.required(body, "source"),
                        Json.optional(body, "profile"),
                        Json.texts(body, "allow"));
        StreamControl.Added added = parts.get().control().add(wanted);
        ObjectNode answer = Json.object();
        answer.put("streamId", added.streamId());
        answer.put("replaced", added.replaced());
        added.notes().forEach(answer.putArray("notes")::add);
        request.status(201);
        Json.answer(request, answer);
    }

    private void remove(Context request, Rights rights) throws IOException {
        if (!parts.get().control().remove(request.pathParam("id"))) {
            throw Problem.notFound("there is no such stream");
        }
        request.status(204);
    }
}

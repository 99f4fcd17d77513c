package io.watchword.view.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.view.access.Need;
import java.util.List;

/** The document that describes the routes, itself included. */
final class DocumentRoutes {
    private final List<Route> others;
    private final String version;

    DocumentRoutes(List<Route> others, String version) {
        this.others = List.copyOf(others);
        this.version = version;
    }

    List<Route> routes() {
        byte[][] document = new byte[1][];
        Route route =
                Route.get(
                        "/api/v1/openapi.json",
                        "This document.",
                        Need.OPEN,
                        List.of(),
                        Route.Answer.json("Document"),
                        (request, rights) ->
                                Tagged.answer(
                                        request, "application/json", document[0], "no-cache"));
        ObjectNode made =
                OpenApi.of(
                        java.util.stream.Stream.concat(
                                        others.stream(), java.util.stream.Stream.of(route))
                                .toList(),
                        version);
        document[0] = Json.bytes(made);
        return List.of(route);
    }
}

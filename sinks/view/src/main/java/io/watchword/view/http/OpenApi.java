package io.watchword.view.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.EventCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI 3.1 document of a table of routes. Pure, but for the schemas it reads. */
final class OpenApi {
    private static final String SCHEMAS = "#/components/schemas/";

    private OpenApi() {}

    static ObjectNode of(List<Route> routes, String version) {
        ObjectNode document = Json.object();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Watchword")
                .put("version", version)
                .put("description", "What happened in the streams that are watched.");
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes) {
            paths.withObjectProperty(route.path())
                    .set(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        document.putObject("components").set("schemas", schemas());
        return document;
    }

    private static ObjectNode operation(Route route) {
        ObjectNode operation = Json.object();
        operation.put("operationId", name(route));
        operation.put("summary", route.summary());
        operation.put("x-need", route.need().name());
        ArrayNode parameters = operation.putArray("parameters");
        route.parameters().forEach(parameter -> put(parameters.addObject(), parameter));
        route.body()
                .ifPresent(
                        schema -> {
                            ObjectNode body = operation.putObject("requestBody");
                            body.put("required", true);
                            refer(body.putObject("content").putObject("application/json"), schema);
                        });
        ObjectNode responses = operation.putObject("responses");
        Route.Answer answer = route.answer();
        ObjectNode well = responses.putObject(Integer.toString(answer.status()));
        well.put("description", "Done.");
        if (!answer.contentType().isEmpty()) {
            ObjectNode content = well.putObject("content").putObject(answer.contentType());
            answer.schema().ifPresent(schema -> refer(content, schema));
        }
        ObjectNode refused = responses.putObject("default");
        refused.put("description", "Refused, with the reason.");
        refer(refused.putObject("content").putObject("application/json"), "Error");
        return operation;
    }

    private static String name(Route route) {
        return route.method().toLowerCase(Locale.ROOT)
                + route.path()
                        .replace("/api/v1", "")
                        .replaceAll("[{}]", "")
                        .replaceAll("[^A-Za-z0-9]+", "-");
    }

    private static void put(ObjectNode node, Parameter parameter) {
        node.put("name", parameter.name());
        node.put("in", parameter.in());
        node.put("description", parameter.summary());
        if (parameter.in().equals("path")) {
            node.put("required", true);
        }
        ObjectNode schema = node.putObject("schema");
        if (parameter.repeated()) {
            schema.put("type", "array")
                    .putObject("items")
                    .put("$ref", SCHEMAS + parameter.schema());
            node.put("style", "form").put("explode", true);
        } else {
            schema.put("$ref", SCHEMAS + parameter.schema());
        }
    }

    private static void refer(ObjectNode content, String schema) {
        content.putObject("schema").put("$ref", SCHEMAS + schema);
    }

    /** Those of the view, with the published ones of records. */
    private static ObjectNode schemas() {
        ObjectNode schemas = (ObjectNode) read(OpenApi.class, "schemas.json");
        ObjectNode event = published("event");
        event.put("description", "An event, with when it happened and where to go on after it.");
        for (Map.Entry<String, JsonNode> more : schemas.get("EventMore").properties()) {
            event.withObjectProperty("properties").set(more.getKey(), more.getValue());
            event.withArrayProperty("required").add(more.getKey());
        }
        schemas.remove("EventMore");
        schemas.set("Event", event);
        ObjectNode subscription = published("subscription");
        subscription
                .withObjectProperty("properties")
                .set("goesOnUntil", schemas.remove("GoesOnUntil"));
        subscription.withArrayProperty("required").add("goesOnUntil");
        schemas.set("Subscription", subscription);
        ObjectNode caught = published("hit");
        caught.withObjectProperty("properties")
                .set("event", schemas.get("Stream").get("properties").get("lastEvent"));
        caught.withArrayProperty("required").add("event");
        schemas.set("CaughtHit", caught);
        return schemas;
    }

    private static ObjectNode published(String name) {
        ObjectNode schema = (ObjectNode) read(EventCodec.class, name + ".schema.json");
        schema.remove(List.of("$id", "$schema")); // references are to this document
        return schema;
    }

    private static JsonNode read(Class<?> beside, String name) {
        try (InputStream in =
                requireNonNull(beside.getResourceAsStream(name), name + " is missing")) {
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

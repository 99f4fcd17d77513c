package io.watchword.view.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.watchword.view.access.Need;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
    /** Every operation must be tried: a new one without a body here fails. */
    private static final Map<String, String> BODIES =
            Map.of(
                    "/api/v1/session",
                    "{\"token\":\"ww_none\"}",
                    "/api/v1/streams",
                    "{\"streamId\":\"new\",\"source\":\"rtsp://a\",\"allow\":[\"10.0.0.0/8\"]}",
                    "/api/v1/subscriptions",
                    "{\"words\":\"a van\",\"streams\":[\"yard\"],\"threshold\":0.4,\"verify\":\"none\"}",
                    "/api/v1/subscriptions/bulk",
                    "{\"subscriptions\":[{\"words\":\"a van\"},{\"words\":\"a dog\"}]}",
                    "/api/v1/subscriptions/preview",
                    "{\"words\":\"a van stops\",\"to\":\"2026-03-02T00:00:00Z\"}",
                    "/api/v1/ask",
                    "{\"stream\":\"yard\",\"question\":\"A van?\",\"after\":[{\"startUs\":1,\"endUs\":2}]}");

    @TempDir private static Path folder;
    private static ServedView served;
    private static JsonNode document;

    /** One operation of the document. */
    private record Operation(String path, String method, JsonNode node) {}

    @BeforeAll
    static void start() throws IOException {
        served = ServedView.start();
        served.view.streams.add("yard");
        served.view.add(Samples.entry(1, "yard", "A van stops.", "vehicle"));
        Path clip = folder.resolve("clip.mp4");
        Files.writeString(clip, "0123456789");
        served.view.clips.put("yard", clip);
        served.view.mayAnswer.countDown();
        document = ServedView.json(served.get("/api/v1/openapi.json"));
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                operations.add(new Operation(path.getKey(), method.getKey(), method.getValue()));
            }
        }
        return operations;
    }

    @Test
    void everyRouteIsDescribedAndSaysWhatItNeeds() {
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(operations())
                .hasSize(served.server.routes().size() - 2) // the page is no operation
                .hasSizeGreaterThan(15);
        for (Operation operation : operations()) {
            assertThat(Need.values())
                    .extracting(Need::name)
                    .contains(operation.node().path("x-need").asText());
            assertThat(operation.node().path("summary").asText()).isNotEmpty();
        }
        assertThat(operations().stream().map(o -> o.node().path("operationId").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyOperationAnswersAsTheDocumentSays() throws IOException {
        for (Operation operation : operations()) {
            String name = operation.method() + " " + operation.path();
            HttpResponse<InputStream> response = call(operation);
            JsonNode responses = operation.node().path("responses");
            JsonNode told = responses.path(Integer.toString(response.statusCode()));

            assertThat(told.isMissingNode()).as("%s: %s", name, response).isFalse();
            String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
            if (told.has("content")) {
                assertThat(told.path("content").fieldNames().next()).as(name).isEqualTo(type);
            } else {
                assertThat(type).as(name).isEmpty();
            }
            JsonNode schema = told.path("content").path(type).path("schema");
            try (InputStream body = response.body()) {
                if (!schema.isMissingNode()) {
                    String text = new String(body.readAllBytes(), UTF_8);
                    (type.endsWith("ndjson") ? text.lines() : Stream.of(text))
                            .forEach(line -> assertThat(wrong(schema, line)).as(name).isEmpty());
                }
            }
        }
    }

    @Test
    void refusalsAreAsTheDocumentSays() {
        JsonNode schema =
                document.at(
                        "/paths/~1api~1v1~1events~1{id}/get/responses/default/content"
                                + "/application~1json/schema");

        assertThat(wrong(schema, served.get("/api/v1/events/none").body())).isEmpty();
        assertThat(wrong(schema, served.get("/api/v1/events?limit=0").body())).isEmpty();
        assertThat(wrong(schema, served.post("/api/v1/ask", "{}").body())).isEmpty();
        assertThat(wrong(schema, served.get("/api/v1/nothing").body())).isEmpty();
    }

    @Test
    void theSchemasCanRefuse() {
        JsonNode schema = Json.object().put("$ref", "#/components/schemas/Event");

        assertThat(wrong(schema, "{\"eventId\":7}")).isNotEmpty();
    }

    private static HttpResponse<InputStream> call(Operation operation) {
        String path = operation.path().replace("events/{id}", "events/" + Samples.id(1));
        path = path.replace("streams/{id}/", "streams/yard/").replace("{id}", "gone");
        served.view.streams.add("gone");
        served.post("/api/v1/subscriptions", "{\"id\":\"gone\",\"words\":\"a van\"}");
        String method = operation.method().toUpperCase(Locale.ROOT);
        HttpRequest.Builder request = served.to(path);
        if (operation.node().has("requestBody")) {
            String body = BODIES.get(operation.path());
            assertThat(body).as("%s has no example here", operation.path()).isNotNull();
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
        } else {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        }
        return served.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private static Set<ValidationMessage> wrong(JsonNode reference, String text) {
        ObjectNode root = reference.deepCopy();
        root.set("components", document.path("components"));
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(
                                root,
                                SchemaValidatorsConfig.builder()
                                        .formatAssertionsEnabled(true)
                                        .build());
        return schema.validate(ServedView.json(text));
    }
}

package io.watchword.view.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON in and out, within limits. */
final class Json {
    static final int MAX_DEPTH = 50;
    static final int MAX_STRING_CHARACTERS = 1_000_000;

    static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(MAX_STRING_CHARACTERS)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Answers with JSON. */
    static void answer(Context request, JsonNode node) {
        request.contentType("application/json; charset=utf-8").result(bytes(node));
    }

    static byte[] bytes(JsonNode node) {
        return text(node).getBytes(UTF_8);
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a node is no JSON", e);
        }
    }

    /** The object that a request brings. Another type than JSON could come from any web page. */
    static JsonNode body(Context request) {
        String type = String.valueOf(request.contentType());
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Problem(
                    415, "UNSUPPORTED_MEDIA_TYPE", "required Content-Type application/json");
        }
        try {
            JsonNode node = MAPPER.readTree(request.bodyAsBytes());
            if (node == null || !node.isObject()) {
                throw Problem.badRequest("required a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw Problem.badRequest("no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Problem.badRequest("the body broke off");
        }
    }

    static String required(JsonNode body, String field) {
        return optional(body, field)
                .orElseThrow(() -> Problem.badRequest(field + " is missing or empty"));
    }

    /** A text that is neither missing nor empty. */
    static Optional<String> optional(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw Problem.badRequest(field + " is no text");
        }
        return value.asText().isBlank() ? Optional.empty() : Optional.of(value.asText());
    }

    static List<String> texts(JsonNode body, String field) {
        JsonNode value = body.path(field);
        List<String> texts = new ArrayList<>();
        if (value.isMissingNode() || value.isNull()) {
            return texts;
        }
        if (!value.isArray()) {
            throw Problem.badRequest(field + " is no list");
        }
        for (JsonNode one : value) {
            if (!one.isTextual()) {
                throw Problem.badRequest(field + " holds something that is no text");
            }
            texts.add(one.asText());
        }
        return texts;
    }

    static ObjectNode error(String code, String message) {
        ObjectNode node = object();
        node.putObject("error").put("code", code).put("message", message);
        return node;
    }
}

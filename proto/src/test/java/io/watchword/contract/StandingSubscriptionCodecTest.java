package io.watchword.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StandingSubscriptionCodecTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final StandingSubscription FULL =
            new StandingSubscription(
                    "yard-1",
                    3,
                    "Runners",
                    "alice",
                    "someone runs\n\"fast\"",
                    List.of("yard", "двор"),
                    List.of("motion"),
                    new StandingSubscription.Rule(
                            StandingSubscription.By.BOTH,
                            0.35f,
                            Optional.of(0.2f),
                            Duration.ofSeconds(90)),
                    "en",
                    StandingSubscription.Verify.LANGUAGE_MODEL,
                    Optional.of("https://example.org/hook"),
                    Instant.parse("2026-01-31T06:00:00.123Z"));
    private static final StandingSubscription LEAST =
            new StandingSubscription(
                    "a",
                    1,
                    "",
                    "local",
                    "",
                    List.of(),
                    List.of("scene-cut"),
                    new StandingSubscription.Rule(
                            StandingSubscription.By.EITHER, 0.3f, Optional.empty(), Duration.ZERO),
                    "ru",
                    StandingSubscription.Verify.NONE,
                    Optional.empty(),
                    Instant.EPOCH);

    @Test
    void readsWhatItWrote() {
        for (StandingSubscription subscription : List.of(FULL, LEAST)) {
            assertThat(
                            StandingSubscriptionCodec.decode(
                                    StandingSubscriptionCodec.encode(subscription)))
                    .isEqualTo(new Decoded.Valid<>(subscription));
        }
    }

    @Test
    void writesWhatTheSchemaDescribes() throws IOException {
        for (StandingSubscription subscription : List.of(FULL, LEAST)) {
            assertThat(schema("subscription").validate(tree(subscription))).isEmpty();
        }
    }

    @Test
    void refusesWhatTheSchemaRefuses() throws IOException {
        for (String field :
                List.of(
                        "id",
                        "revision",
                        "name",
                        "owner",
                        "words",
                        "rule",
                        "language",
                        "verify",
                        "createdAt")) {
            assertRefused(node -> node.remove(field));
        }
        assertRefused(node -> node.put("id", "a b"));
        assertRefused(node -> node.put("revision", 0));
        assertRefused(node -> node.put("words", "x".repeat(501)));
        assertRefused(node -> node.put("owner", ""));
        assertRefused(node -> node.put("language", "english"));
        assertRefused(node -> node.put("verify", "ask"));
        assertRefused(node -> node.put("createdAt", "yesterday"));
        assertRefused(node -> node.putArray("streams").add(7));
        assertRefused(node -> rule(node).put("by", "magic"));
        assertRefused(node -> rule(node).put("threshold", 1.5));
        assertRefused(node -> rule(node).put("cooldownMs", -1));
        assertRefused(node -> rule(node).remove("threshold"));
    }

    @Test
    void refusesWhatNoSchemaCanSay() {
        assertInvalid(node -> rule(node).put("closeBelow", 0.4), "up to the threshold");
        assertInvalid(node -> node.put("webhook", "https://u:secret@example.org"), "password");
        assertInvalid(node -> node.put("webhook", "file:///etc/passwd"), "http or https");
        assertInvalid(node -> node.put("words", " "), "asked about words");
    }

    private static ObjectNode rule(ObjectNode node) {
        return (ObjectNode) node.get("rule");
    }

    private static ObjectNode tree(StandingSubscription subscription) throws IOException {
        return (ObjectNode) JSON.readTree(StandingSubscriptionCodec.encode(subscription));
    }

    private static void assertRefused(Consumer<ObjectNode> change) throws IOException {
        ObjectNode node = tree(FULL);
        change.accept(node);
        assertThat(schema("subscription").validate(node)).as("%s", node).isNotEmpty();
        assertInvalid(change, "subscription: ");
    }

    private static void assertInvalid(Consumer<ObjectNode> change, String detail) {
        try {
            ObjectNode node = tree(FULL);
            change.accept(node);
            Decoded<StandingSubscription> decoded =
                    StandingSubscriptionCodec.decode(node.toString().getBytes(UTF_8));
            assertThat(decoded).as("%s", node).isInstanceOf(Decoded.Invalid.class);
            assertThat(((Decoded.Invalid<StandingSubscription>) decoded).detail()).contains(detail);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static JsonSchema schema(String name) {
        try (InputStream in = EventCodec.class.getResourceAsStream(name + ".schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            Objects.requireNonNull(in, name + ".schema.json is missing"),
                            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static JsonNode read(byte[] bytes) throws IOException {
        return JSON.readTree(bytes);
    }
}

package io.watchword.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.StandingSubscription;
import io.watchword.contract.StandingSubscription.By;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A subscription in plain words, and what it means in facts that a scene's truth has.
 *
 * @param slots values of which one must hold, by name
 * @param vector of the words, unit; whose array is never written to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Wish(String language, String words, Map<String, List<String>> slots, float[] vector) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Wish {
        slots = Map.copyOf(slots);
    }

    /**
     * A list that ships with the benchmarks: one object a line, with {@code slots} and the words by
     * language.
     */
    static List<Wish> read(String resource, Function<String, float[]> embedder) throws IOException {
        List<Wish> wishes = new ArrayList<>();
        try (InputStream in =
                requireNonNull(Wish.class.getResourceAsStream(resource), "no such list")) {
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                JsonNode wish = JSON.readTree(line);
                Map<String, List<String>> slots = new HashMap<>();
                wish.path("slots")
                        .properties()
                        .forEach(slot -> slots.put(slot.getKey(), texts(slot.getValue())));
                for (String language : List.of("en", "ru")) {
                    String words = wish.path(language).asText();
                    wishes.add(new Wish(language, words, slots, embedder.apply(words)));
                }
            }
        }
        return wishes;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    /** Whether facts are what the words mean. */
    boolean isMetBy(Map<String, String> facts) {
        return slots.entrySet().stream()
                .allMatch(slot -> holds(slot.getKey(), slot.getValue(), facts));
    }

    private boolean holds(String slot, List<String> wanted, Map<String, String> facts) {
        // Who asks for a thing whatever it does is also told of one that is there besides.
        boolean besides =
                slot.equals("actor")
                        && !slots.containsKey("action")
                        && values("second", facts).anyMatch(wanted::contains);
        return besides || values(slot, facts).anyMatch(wanted::contains);
    }

    private static Stream<String> values(String slot, Map<String, String> facts) {
        return Arrays.stream(facts.getOrDefault(slot, "none").split("\\+", -1));
    }

    StandingSubscription subscription(By by, float threshold) {
        return new StandingSubscription(
                "s",
                1,
                "",
                "bench",
                words,
                List.of(),
                List.of(),
                new StandingSubscription.Rule(by, threshold, Optional.empty(), Duration.ZERO),
                language,
                StandingSubscription.Verify.NONE,
                Optional.empty(),
                Instant.EPOCH);
    }
}

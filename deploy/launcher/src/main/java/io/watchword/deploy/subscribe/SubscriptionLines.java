package io.watchword.deploy.subscribe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.deploy.UserMistake;
import io.watchword.proto.v1.Subscription;
import io.watchword.proto.v1.SubscriptionRule;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A file with a subscription a line, as the HTTP interface takes them: {@code words}, and what else
 * there is to say.
 */
final class SubscriptionLines {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PROBLEMS = 20;
    private static final Set<String> TEXTS =
            Set.of("id", "name", "words", "by", "language", "verify", "webhook");
    private static final Set<String> LISTS = Set.of("streams", "labels");
    private static final Set<String> NUMBERS = Set.of("threshold", "closeBelow", "cooldownMs");

    /**
     * @param number of the line, from 1
     */
    record Line(int number, Subscription subscription) {}

    private SubscriptionLines() {}

    /**
     * @throws UserMistake naming each line that is none
     */
    static List<Line> read(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UserMistake("--file " + file + ": missing or not readable");
        }
        List<String> problems = new ArrayList<>();
        List<Line> all = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                all.add(new Line(number, subscription(JSON.readTree(line))));
            } catch (JsonProcessingException e) {
                problems.add(at(file, number) + "not JSON: " + e.getOriginalMessage());
            } catch (IllegalArgumentException e) {
                problems.add(at(file, number) + e.getMessage());
            }
        }
        if (problems.isEmpty() && all.isEmpty()) {
            problems.add("--file " + file + ": holds no subscription");
        }
        if (problems.size() > MOST_PROBLEMS) {
            int more = problems.size() - MOST_PROBLEMS;
            problems = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
            problems.add("and " + more + " more lines");
        }
        if (!problems.isEmpty()) {
            throw new UserMistake(problems);
        }
        return all;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, UTF_8);
        } catch (CharacterCodingException e) {
            throw new UserMistake("--file " + file + ": not UTF-8 text");
        }
    }

    private static String at(Path file, int number) {
        return file.getFileName() + " line " + number + ": ";
    }

    private static Subscription subscription(JsonNode line) {
        if (!line.isObject()) {
            throw new IllegalArgumentException("required an object, such as {\"words\": \"...\"}");
        }
        line.properties().forEach(field -> check(field.getKey(), field.getValue()));
        SubscriptionRule.Builder rule =
                SubscriptionRule.newBuilder().setCooldownMs(line.path("cooldownMs").asLong());
        text(line, "by").map(SubscriptionLines::by).ifPresent(rule::setBy);
        if (line.has("threshold")) {
            rule.setThreshold((float) line.path("threshold").asDouble());
        }
        if (line.has("closeBelow")) {
            rule.setCloseBelow((float) line.path("closeBelow").asDouble());
        }
        Subscription.Builder subscription =
                Subscription.newBuilder()
                        .setId(text(line, "id").orElse(""))
                        .setName(text(line, "name").orElse(""))
                        .setWords(text(line, "words").orElse(""))
                        .setLanguage(text(line, "language").orElse(""))
                        .setVerify(verify(text(line, "verify").orElse("none")))
                        .setWebhook(text(line, "webhook").orElse(""))
                        .setRule(rule);
        line.path("streams").forEach(one -> subscription.addStreamIds(one.asText()));
        line.path("labels").forEach(one -> subscription.addLabels(one.asText()));
        return subscription.build();
    }

    private static void check(String field, JsonNode value) {
        if (TEXTS.contains(field)) {
            require(value.isTextual(), field, "a text");
        } else if (LISTS.contains(field)) {
            boolean texts = value.isArray();
            for (JsonNode one : value) {
                texts &= one.isTextual();
            }
            require(texts, field, "a list of texts");
        } else if (NUMBERS.contains(field)) {
            require(value.isNumber(), field, "a number");
        } else {
            throw new IllegalArgumentException(
                    "\""
                            + field
                            + "\" is not known; known are words, name, id, streams, labels, by,"
                            + " threshold, closeBelow, cooldownMs, language, verify, webhook");
        }
    }

    private static void require(boolean is, String field, String what) {
        if (!is) {
            throw new IllegalArgumentException("\"" + field + "\": required " + what);
        }
    }

    private static Optional<String> text(JsonNode line, String field) {
        return Optional.of(line.path(field).asText()).filter(text -> !text.isBlank());
    }

    private static SubscriptionRule.By by(String name) {
        return Optional.ofNullable(WantedSubscription.BY.get(name.toLowerCase(Locale.ROOT)))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "\"by\": required words, meaning, either or both"));
    }

    private static boolean verify(String name) {
        require(Set.of("none", "languageModel").contains(name), "verify", "none or languageModel");
        return name.equals("languageModel");
    }
}

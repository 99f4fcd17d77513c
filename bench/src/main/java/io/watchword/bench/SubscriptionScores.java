package io.watchword.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.StandingSubscription;
import io.watchword.contract.StandingSubscription.By;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.onnx.OnnxSearchText;
import io.watchword.llm.decode.PromptStage;
import io.watchword.llm.onnx.OnnxLanguageModel;
import io.watchword.view.subscribe.Concepts;
import io.watchword.view.subscribe.PlainWords;
import io.watchword.view.subscribe.SubscriptionMatcher;
import io.watchword.view.subscribe.WordForms;
import io.watchword.view.subscribe.lucene.SnowballForms;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Precision and recall of standing subscriptions in plain words on rendered days whose truth is
 * known, by what is compared and by threshold. Takes what {@code watchword eval} left: its events
 * and kept embeddings.
 *
 * <pre>bench/run SubscriptionScores EVAL_DIRECTORY SET_DIRECTORY BUNDLE_DIRECTORY</pre>
 *
 * <p>A hit is right if something that meets the subscription's slots truly happens within the
 * event's span; a happening is found if a hit overlaps it. Events that were never told, or told
 * wrongly, count against recall: this is what a user gets, not what the comparison alone does.
 */
public final class SubscriptionScores {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LEAST_OVERLAP_US = 300_000;

    private final List<TimelineEntry> entries;
    private final Map<String, List<Happening>> truth;
    private final List<Wish> wishes;

    private record Happening(long startUs, long endUs, Map<String, String> slots) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Wish(
            String language, String words, Map<String, List<String>> slots, float[] vector) {}

    private record Score(int hits, int right, int happenings, int found) {
        Score plus(Score other) {
            return new Score(
                    hits + other.hits,
                    right + other.right,
                    happenings + other.happenings,
                    found + other.found);
        }

        String text() {
            double precision = hits == 0 ? 1 : right / (double) hits;
            double recall = happenings == 0 ? 1 : found / (double) happenings;
            double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
            return String.format(
                    Locale.ROOT,
                    "%5d hits  precision %.2f  recall %.2f  F1 %.2f",
                    hits,
                    precision,
                    recall,
                    f1);
        }
    }

    private SubscriptionScores(
            List<TimelineEntry> entries, Map<String, List<Happening>> truth, List<Wish> wishes) {
        this.entries = entries;
        this.truth = truth;
        this.wishes = wishes;
    }

    public static void main(String[] args) throws IOException {
        ModelBundle bundle = ModelBundle.open(Path.of(args[2]));
        try (PromptStage stage = OnnxLanguageModel.openPromptStage(bundle);
                OnnxSearchText encoder = OnnxSearchText.open(bundle)) {
            new SubscriptionScores(
                            entries(Path.of(args[0])),
                            truth(Path.of(args[1])),
                            wishes(text -> encoder.vector(stage.tokenizer().encode(text))))
                    .report();
        }
    }

    private void report() {
        WordForms forms = new SnowballForms();
        PlainWords stems = new PlainWords(forms, Concepts.NONE);
        PlainWords concepts = new PlainWords(forms, Concepts.shipped(forms));
        System.out.printf(
                Locale.ROOT, "%d events, %d subscriptions%n", entries.size(), wishes.size());
        for (String language : List.of("en", "ru")) {
            System.out.println(language);
            print("words, stems alone", language, stems, By.WORDS, 0);
            print("words and concepts", language, concepts, By.WORDS, 0);
            for (By by : List.of(By.MEANING, By.EITHER, By.BOTH)) {
                for (float at = 0.1f; at < 0.85f; at += 0.1f) {
                    print(by.name().toLowerCase(Locale.ROOT), language, concepts, by, at);
                }
            }
        }
        System.out.println("each, words and concepts");
        for (Wish wish : wishes) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-28s %s%n",
                    wish.words(),
                    score(wish, concepts, By.WORDS, 0).text());
        }
    }

    private void print(String name, String language, PlainWords words, By by, float threshold) {
        Score sum = new Score(0, 0, 0, 0);
        for (Wish wish : wishes) {
            if (wish.language().equals(language)) {
                sum = sum.plus(score(wish, words, by, threshold));
            }
        }
        System.out.printf(Locale.ROOT, "  %-20s %.1f  %s%n", name, threshold, sum.text());
    }

    private Score score(Wish wish, PlainWords words, By by, float threshold) {
        SubscriptionMatcher matcher = new SubscriptionMatcher(words);
        matcher.put(subscription(wish, by, threshold), "b", wish.vector());
        List<Event> hits = new ArrayList<>();
        int right = 0;
        for (TimelineEntry entry : entries) {
            if (!matcher.match(entry, List.of()).isEmpty()) {
                hits.add(entry.event());
                boolean isRight =
                        happenings(entry.event().source()).stream()
                                .anyMatch(one -> overlap(one, entry.event()) && meets(wish, one));
                right += isRight ? 1 : 0;
            }
        }
        int happenings = 0;
        int found = 0;
        for (Map.Entry<String, List<Happening>> source : truth.entrySet()) {
            for (Happening one : source.getValue()) {
                if (meets(wish, one)) {
                    happenings++;
                    boolean told =
                            hits.stream()
                                    .anyMatch(
                                            hit ->
                                                    hit.source().equals(source.getKey())
                                                            && overlap(one, hit));
                    found += told ? 1 : 0;
                }
            }
        }
        return new Score(hits.size(), right, happenings, found);
    }

    private List<Happening> happenings(String source) {
        return truth.getOrDefault(source, List.of());
    }

    private static boolean overlap(Happening one, Event event) {
        long us =
                Math.min(one.endUs(), event.span().endUs())
                        - Math.max(one.startUs(), event.span().startUs());
        return us >= Math.min(LEAST_OVERLAP_US, one.endUs() - one.startUs());
    }

    private static boolean meets(Wish wish, Happening one) {
        return wish.slots().entrySet().stream()
                .allMatch(
                        slot -> {
                            String value = one.slots().getOrDefault(slot.getKey(), "none");
                            List<String> values = List.of(value.split("\\+", -1));
                            boolean second =
                                    slot.getKey().equals("actor")
                                            && !wish.slots().containsKey("action")
                                            && slot.getValue()
                                                    .contains(
                                                            one.slots()
                                                                    .getOrDefault(
                                                                            "second", "none"));
                            return second || values.stream().anyMatch(slot.getValue()::contains);
                        });
    }

    private static StandingSubscription subscription(Wish wish, By by, float threshold) {
        return new StandingSubscription(
                "s",
                1,
                "",
                "bench",
                wish.words(),
                List.of(),
                List.of(),
                new StandingSubscription.Rule(by, threshold, Optional.empty(), Duration.ZERO),
                wish.language(),
                StandingSubscription.Verify.NONE,
                Optional.empty(),
                Instant.EPOCH);
    }

    private static List<TimelineEntry> entries(Path evaluated) throws IOException {
        Kept kept =
                Kept.open(evaluated.resolve("kept"))
                        .orElseThrow(() -> new IllegalArgumentException("no kept embeddings"));
        List<TimelineEntry> entries = new ArrayList<>();
        long offset = 0;
        for (String line : Files.readAllLines(evaluated.resolve("events/events.jsonl"))) {
            if (EventCodec.decode(line.getBytes(UTF_8)) instanceof Decoded.Valid<Event> valid) {
                entries.add(
                        new TimelineEntry(
                                valid.value(),
                                Optional.empty(),
                                Instant.EPOCH,
                                vectors(valid.value(), kept),
                                new Position(0, offset++)));
            }
        }
        return entries;
    }

    private static EvidenceVectors vectors(Event event, Kept kept) {
        float[] sum = new float[0];
        for (String id : event.evidence().segmentIds()) {
            float[] one = kept.embedding(id).map(Embedding::searchVector).orElse(new float[0]);
            sum = sum.length == 0 ? new float[one.length] : sum;
            for (int i = 0; i < one.length; i++) {
                sum[i] += one[i];
            }
        }
        double squares = 0;
        for (float value : sum) {
            squares += (double) value * value;
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (sum[i] / Math.sqrt(squares));
        }
        return new EvidenceVectors("b", sum, new float[0], new float[0], new float[0]);
    }

    private static Map<String, List<Happening>> truth(Path set) throws IOException {
        Map<String, List<Happening>> truth = new HashMap<>();
        for (String line : Files.readAllLines(set.resolve("truth.jsonl"))) {
            JsonNode source = JSON.readTree(line);
            List<Happening> all = new ArrayList<>();
            for (JsonNode event : source.path("events")) {
                Map<String, String> slots = new HashMap<>();
                event.path("slots")
                        .properties()
                        .forEach(slot -> slots.put(slot.getKey(), slot.getValue().asText()));
                all.add(
                        new Happening(
                                (long) (event.path("start").asDouble() * 1e6),
                                (long) (event.path("end").asDouble() * 1e6),
                                slots));
            }
            truth.put(source.path("file").asText(), all);
        }
        return truth;
    }

    private interface Embedder {
        float[] vector(String text);
    }

    private static List<Wish> wishes(Embedder embedder) throws IOException {
        List<Wish> wishes = new ArrayList<>();
        try (InputStream in =
                requireNonNull(
                        SubscriptionScores.class.getResourceAsStream("subscriptions.jsonl"))) {
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                JsonNode wish = JSON.readTree(line);
                Map<String, List<String>> slots = new HashMap<>();
                wish.path("slots")
                        .properties()
                        .forEach(
                                slot -> {
                                    List<String> values = new ArrayList<>();
                                    slot.getValue().forEach(v -> values.add(v.asText()));
                                    slots.put(slot.getKey(), values);
                                });
                for (String language : List.of("en", "ru")) {
                    String words = wish.path(language).asText();
                    wishes.add(new Wish(language, words, slots, embedder.vector(words)));
                }
            }
        }
        return wishes;
    }
}

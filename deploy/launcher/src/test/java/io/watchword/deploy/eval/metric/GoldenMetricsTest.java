package io.watchword.deploy.eval.metric;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.TimeSpan;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against what the public tools said: models/parity/metrics_golden.py. */
class GoldenMetricsTest {
    private static final Offset<Double> EQUAL = within(1e-6);

    private final JsonNode golden = golden();

    private static JsonNode golden() {
        try (InputStream in = GoldenMetricsTest.class.getResourceAsStream("golden.json")) {
            return new ObjectMapper().readTree(requireNonNull(in, "golden.json is missing"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void wordsAreThoseOfTheTreebankTokenizer() {
        assertThat(golden.path("words")).hasSizeGreaterThan(5);
        for (JsonNode example : golden.path("words")) {
            assertThat(Words.of(example.path("text").asText()))
                    .isEqualTo(texts(example.path("words")));
        }
    }

    @Test
    void captionMetricsSayWhatThePublicToolsSay() {
        assertThat(golden.path("corpora")).hasSizeGreaterThan(3);
        for (JsonNode corpus : golden.path("corpora")) {
            List<Sentences> sentences = sentences(corpus.path("sentences"));

            assertThat(Bleu.of(sentences)).isCloseTo(corpus.path("bleu_4").asDouble(), EQUAL);
            assertThat(Cider.of(sentences)).isCloseTo(corpus.path("cider").asDouble(), EQUAL);
            for (int i = 0; i < sentences.size(); i++) {
                assertThat(Cider.each(sentences).get(i))
                        .isCloseTo(corpus.path("cider_each").path(i).asDouble(), EQUAL);
                assertThat(ExactMeteor.of(sentences.get(i)))
                        .isCloseTo(corpus.path("meteor_exact").path(i).asDouble(), EQUAL);
            }
        }
    }

    @Test
    void sodaFindsTheBestOfAllAssignments() {
        assertThat(golden.path("soda")).hasSizeGreaterThan(10);
        for (JsonNode example : golden.path("soda")) {
            double[][] worth = new double[example.path("worth").size()][];
            for (int i = 0; i < worth.length; i++) {
                worth[i] = doubles(example.path("worth").path(i));
            }

            Soda.Score score = Soda.of(worth, example.path("said").asInt());

            assertThat(score.precision()).isCloseTo(example.path("precision").asDouble(), EQUAL);
            assertThat(score.recall()).isCloseTo(example.path("recall").asDouble(), EQUAL);
            assertThat(score.f1()).isCloseTo(example.path("f1").asDouble(), EQUAL);
        }
    }

    @Test
    void intersectionOverUnionCountsTime() {
        assertThat(golden.path("spans")).hasSizeGreaterThan(10);
        for (JsonNode example : golden.path("spans")) {
            assertThat(Overlap.tIou(span(example.path("one")), span(example.path("two"))))
                    .isCloseTo(example.path("t_iou").asDouble(), EQUAL);
        }
    }

    private static TimeSpan span(JsonNode pair) {
        return new TimeSpan(pair.path(0).asLong() * 1000, pair.path(1).asLong() * 1000);
    }

    private static List<Sentences> sentences(JsonNode corpus) {
        List<Sentences> sentences = new ArrayList<>();
        for (JsonNode one : corpus) {
            List<List<String>> references = new ArrayList<>();
            one.path("references").forEach(reference -> references.add(texts(reference)));
            sentences.add(new Sentences(texts(one.path("said")), references));
        }
        return sentences;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.path(i).asDouble();
        }
        return values;
    }
}

package io.watchword.deploy.eval.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.Modality;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.deploy.eval.ask.Asker;
import io.watchword.deploy.eval.audit.Audit;
import io.watchword.deploy.eval.audit.AuditedBlocks;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.kept.KeptWriter;
import io.watchword.deploy.eval.kept.ToldEvent;
import io.watchword.deploy.eval.set.Described;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.eval.set.Grammar;
import io.watchword.deploy.eval.set.SourceTruth;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose every word depends on what it sees: its first byte is 1 for a car, 2 for a bus. */
class AskedScoresTest {
    private static final TimeSpan SPAN = new TimeSpan(0, 2_000_000);
    private static final Map<Integer, String> NAMES = Map.of(1, "a car", 2, "a bus");

    private final Path directory;
    private final Scores scores = new Scores();

    AskedScoresTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Optional<Asker.Answer> look(
            List<SegmentTokens> seen, String language, String question) {
        int value = seen.isEmpty() ? 0 : seen.get(0).blocks().get(0).values()[0];
        String name = NAMES.getOrDefault(value, "something");
        if (question.isEmpty()) {
            return Optional.of(new Asker.Answer(name, 0.9));
        }
        return Optional.of(new Asker.Answer(question.contains(name) ? "Yes." : "No.", 0.9));
    }

    @BeforeEach
    void keepACarAndABus() throws IOException {
        try (KeptWriter writer = KeptWriter.open(directory)) {
            for (int i = 1; i <= 2; i++) {
                writer.embedding("stream-" + i, EmbeddingCodec.encode(embedding(i)));
            }
        }
    }

    private static Embedding embedding(int i) {
        return new Embedding(
                "stream-" + i,
                "segment-" + i,
                i + ".mp4",
                0,
                0,
                SPAN,
                "tiny 1",
                "abc",
                new int[] {i, 5},
                List.of(new TokenBlock(Modality.SPATIAL, 1, 1, 1, new byte[] {(byte) i})),
                i == 1 ? new float[] {1, 0} : new float[] {0, 1},
                SegmentFacts.none(),
                List.of(),
                0,
                false,
                false);
    }

    private static EvaluationSet set() throws IOException {
        JsonNode grammar =
                new ObjectMapper()
                        .readTree(
                                """
                                {"slots": ["actor"], "languages": {"en": [
                                 {"text": "a car", "slots": {"actor": "car"}},
                                 {"text": "a bus", "slots": {"actor": "bus"}},
                                 {"text": "something", "slots": {"actor": "something"}}]}}
                                """);
        List<SourceTruth> sources = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            String name = NAMES.getOrDefault(i, "");
            Described window =
                    new Described(SPAN, Map.of("actor", name.substring(2)), Map.of("en", name));
            sources.add(
                    new SourceTruth(
                            Path.of(i + ".mp4"),
                            List.of(SPAN),
                            List.of(window),
                            List.of(window),
                            List.of(),
                            "test",
                            List.of(
                                    asked("Is there a car?", i == 1 ? "Yes." : "No."),
                                    asked("Is there a bus?", "Yes."))));
        }
        return new EvaluationSet(sources, Optional.of(Grammar.from(grammar)));
    }

    private static SourceTruth.Asked asked(String question, String answer) {
        return new SourceTruth.Asked(SPAN, "en", question, answer, "presence");
    }

    private static List<ToldEvent> events() {
        List<ToldEvent> events = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            events.add(
                    new ToldEvent(
                            "event-" + i,
                            i + ".mp4",
                            SPAN,
                            NAMES.getOrDefault(i, ""),
                            "en",
                            List.of("motion"),
                            0.9,
                            List.of("segment-" + i)));
        }
        return events;
    }

    @Test
    void aBlindModelOrOneThatSeesAnotherStreamIsWrong() throws Exception {
        Kept kept = Kept.open(directory).orElseThrow();
        Judge judge = new Judge(set());

        new AuditScores(
                        judge,
                        AskedScoresTest::look,
                        new AuditedBlocks(kept, Optional.empty(), 3),
                        3)
                .score(judge.judge(events()), EnumSet.of(Audit.BLIND, Audit.WRONG_STREAM), scores);

        JsonNode audits = scores.json().path("detail").path("audits");
        assertThat(audits.path("none").path("accuracy").asDouble()).isEqualTo(1);
        assertThat(audits.path("blind").path("accuracy").asDouble()).isZero();
        assertThat(audits.path("wrong-stream").path("accuracy").asDouble()).isZero();
        assertThat(audits.path("wrong-stream").path("sentences").asInt()).isEqualTo(2);
        assertThat(scores.json().path("blind_slot_accuracy").asDouble()).isZero();
    }

    @Test
    void questionsAreAskedOfTheEmbeddingsOfTheirOwnSource() throws Exception {
        Kept kept = Kept.open(directory).orElseThrow();

        new QuestionScores(AskedScoresTest::look, 3).score(set(), kept, "en", true, scores);

        // The truth says that there is a bus in both: of three true ones two are found.
        JsonNode presence = scores.json().path("detail").path("questions").path("en");
        assertThat(presence.path("presence").path("asked").asInt()).isEqualTo(4);
        assertThat(presence.path("presence").path("accuracy").asDouble()).isEqualTo(0.75);
        assertThat(presence.path("presence").path("yes_ratio").asDouble()).isEqualTo(0.5);
        assertThat(scores.json().path("presence_f1").asDouble()).isEqualTo(0.8);
    }

    @Test
    void aTextFindsItsClip() throws Exception {
        Kept kept = Kept.open(directory).orElseThrow();

        new SearchScores(
                        text ->
                                text.equals("a car")
                                        ? new float[] {1, 0}
                                        : new float[] {0.9f, 0.1f},
                        3)
                .score(set(), kept, scores);

        assertThat(scores.json().path("retrieval_r1").asDouble()).isEqualTo(0.5);
        assertThat(scores.json().path("retrieval_r10").asDouble()).isEqualTo(1);
    }

    @Test
    void codesCountOnceAndTooFewSegmentsAreNoProbe() throws Exception {
        Kept kept = Kept.open(directory).orElseThrow();
        MotionScores motion = new MotionScores(set(), kept, 6, 3);

        motion.codesUsed(scores);
        motion.probe(scores);

        assertThat(scores.json().path("codes_used").asDouble()).isEqualTo(0.5);
        assertThat(scores.json().path("motion_probe").isNull()).isTrue();
        assertThat(scores.json().path("not_measured").path("motion_probe").asText())
                .contains("fewer than 40 segments");
    }
}

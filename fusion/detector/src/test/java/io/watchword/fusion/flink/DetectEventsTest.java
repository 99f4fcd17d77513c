package io.watchword.fusion.flink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.describe.Question;
import io.watchword.fusion.testing.StreamScript;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class DetectEventsTest {
    private final List<Embedding> carPark =
            StreamScript.lasting(12).motion(4.5, 8.5, 5).embeddings();

    @Test
    void asksAboutEachEventWithItsSegments() throws Exception {
        try (Harness harness = open()) {
            feed(harness, carPark);

            assertThat(harness.extractOutputValues())
                    .extracting(q -> segments(q))
                    .containsExactly(
                            List.of("seg-0-0", "seg-0-1"),
                            List.of("seg-0-2", "seg-0-3", "seg-0-4"));
        }
    }

    @Test
    void saysHowManyEventsTheStreamHadWhenItEnds() throws Exception {
        try (Harness harness = open()) {
            feed(harness, carPark);

            assertThat(statuses(harness))
                    .singleElement()
                    .returns(StreamStatus.Stage.DETECTOR, StreamStatus::stage)
                    .returns(true, StreamStatus::done)
                    .returns(12_000_000L, StreamStatus::reachedUs)
                    .returns(2L, StreamStatus::emitted);
        }
    }

    @Test
    void keepsAnOpenEventAndItsSegmentsAcrossARestore() throws Exception {
        List<Question> without = new ArrayList<>();
        List<Question> with = new ArrayList<>();
        OperatorSubtaskState snapshot;
        try (Harness harness = open()) {
            feed(harness, carPark);
            without.addAll(harness.extractOutputValues());
        }

        try (Harness before = open()) {
            feed(before, carPark.subList(0, 4));
            with.addAll(before.extractOutputValues());
            snapshot = before.snapshot(1, 1);
        }
        try (Harness after = harness()) {
            after.initializeState(snapshot);
            after.open();
            feed(after, carPark.subList(2, carPark.size()));
            with.addAll(after.extractOutputValues());
        }

        assertThat(with).extracting(Question::candidate).isEqualTo(candidates(without));
        assertThat(with)
                .extracting(q -> segments(q))
                .isEqualTo(without.stream().map(q -> segments(q)).toList());
    }

    @Test
    void everyStreamedTypeIsARecordThatFlinkCanEvolve() {
        assertThat(List.of(Embedding.class, Question.class, KafkaRow.class))
                .allSatisfy(
                        type ->
                                assertThat(TypeInformation.of(type))
                                        .isInstanceOf(PojoTypeInfo.class));
    }

    private static List<Object> candidates(List<Question> questions) {
        return questions.stream().<Object>map(Question::candidate).toList();
    }

    private static List<String> segments(Question question) {
        return question.context().stream().map(ContextSegment::segmentId).toList();
    }

    private static List<StreamStatus> statuses(Harness harness) {
        List<StreamStatus> statuses = new ArrayList<>();
        for (StreamRecord<KafkaRow> record : harness.getSideOutput(DetectEvents.STATUS)) {
            Decoded<StreamStatus> decoded =
                    StreamStatusCodec.decode(requireNonNull(record.getValue().value()));
            statuses.add(((Decoded.Valid<StreamStatus>) decoded).value());
        }
        return statuses;
    }

    private static void feed(Harness harness, List<Embedding> embeddings) throws Exception {
        for (Embedding embedding : embeddings) {
            harness.processElement(new StreamRecord<>(embedding));
        }
    }

    private static Harness open() throws Exception {
        Harness harness = harness();
        harness.open();
        return harness;
    }

    private static Harness harness() throws Exception {
        return new Harness(new DetectEvents(FuseConfig.DEFAULT));
    }

    /** Flink's harness, with its types written once. */
    private static final class Harness
            extends KeyedOneInputStreamOperatorTestHarness<String, Embedding, Question> {
        Harness(DetectEvents function) throws Exception {
            super(new KeyedProcessOperator<>(function), Embedding::streamId, Types.STRING);
        }
    }
}

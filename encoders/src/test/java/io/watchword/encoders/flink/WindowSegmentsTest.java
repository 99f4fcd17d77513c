package io.watchword.encoders.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.ErrorCode;
import io.watchword.encoders.encode.MediaCode;
import io.watchword.encoders.encode.SegmentPosition;
import io.watchword.encoders.encode.StreamHistory;
import io.watchword.encoders.testing.FakeEncoders;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class WindowSegmentsTest {
    private static final RawRecord RAW = new RawRecord(new byte[0], new byte[0], List.of(), 0, 0);

    @Test
    void remembersAStreamAcrossARestore() throws Exception {
        OperatorSubtaskState state;
        try (KeyedOneInputStreamOperatorTestHarness<String, EncodedSegment, WindowedSegment>
                before = harness()) {
            before.open();
            before.processElement(segment("a", 0, 7), 0);
            before.processElement(segment("b", 0, 8), 0);
            state = before.snapshot(1, 1);
        }

        try (KeyedOneInputStreamOperatorTestHarness<String, EncodedSegment, WindowedSegment> after =
                harness()) {
            after.initializeState(state);
            after.open();
            after.processElement(segment("a", 1, 9), 0);

            assertThat(spatial(after.extractOutputValues().get(0))).containsExactly(7f, 9f);
        }
    }

    @Test
    void forgetsAStreamThatEnded() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, EncodedSegment, WindowedSegment>
                harness = harness()) {
            harness.open();
            harness.processElement(segment("a", 0, 7), 0);
            assertThat(harness.numKeyedStateEntries()).isEqualTo(1);

            harness.processElement(end("a", 1), 0);

            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.extractOutputValues().get(1).history().past()).isEmpty();
        }
    }

    @Test
    void remembersNothingOfARecordWithAProblem() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, EncodedSegment, WindowedSegment>
                harness = harness()) {
            harness.open();

            harness.processElement(EncodedSegment.failed(RAW, ErrorCode.CHECKSUM, "no"), 0);

            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.extractOutputValues().get(0).problem())
                    .isEqualTo(new Problem(ErrorCode.CHECKSUM, "no"));
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, EncodedSegment, WindowedSegment>
            harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new WindowSegments(new FakeEncoders.Source())),
                EncodedSegment::streamId,
                Types.STRING);
    }

    private static EncodedSegment segment(String streamId, long sequence, float value) {
        return new EncodedSegment(
                RAW,
                streamId,
                new SegmentPosition(0, sequence, false),
                false,
                new byte[] {1},
                new MediaCode(new float[] {value}, new float[0], new float[0]),
                Problem.NONE);
    }

    private static EncodedSegment end(String streamId, long sequence) {
        return new EncodedSegment(
                RAW,
                streamId,
                new SegmentPosition(0, sequence, false),
                true,
                new byte[] {1},
                MediaCode.NONE,
                Problem.NONE);
    }

    private static List<Float> spatial(WindowedSegment segment) {
        return segment.history().past().stream()
                .map(StreamHistory.Past::code)
                .map(code -> code.spatial()[0])
                .toList();
    }
}

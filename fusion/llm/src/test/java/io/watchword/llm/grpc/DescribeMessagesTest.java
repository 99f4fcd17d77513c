package io.watchword.llm.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Compression;
import io.watchword.llm.decode.DecodingOptions;
import io.watchword.llm.engine.Priority;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.QuotedText;
import io.watchword.proto.v1.Decoding;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeSegment;
import io.watchword.proto.v1.ExpertText;
import io.watchword.proto.v1.PromptCompression;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescribeMessagesTest {
    private static DecodingOptions options(Decoding.Builder options) {
        return DescribeMessages.request(DescribeRequest.newBuilder().setOptions(options).build())
                .options();
    }

    @Test
    void aRequestWithoutOptionsIsAnsweredGreedily() {
        CaptionRequest request = DescribeMessages.request(DescribeRequest.getDefaultInstance());

        assertThat(request.options()).isEqualTo(DecodingOptions.GREEDY);
    }

    @Test
    void readsEveryOption() {
        DecodingOptions drawn =
                options(
                        Decoding.newBuilder()
                                .setPriority(Decoding.Priority.BACKFILL)
                                .setTemperature(0.5f)
                                .setTopP(0.9f)
                                .setSeed(-7)
                                .addStop("###")
                                .setRepetitionGuard(true));
        DecodingOptions held =
                options(
                        Decoding.newBuilder()
                                .setPriority(Decoding.Priority.ASK)
                                .setBeams(4)
                                .setJsonSchema("{}"));

        assertThat(drawn)
                .isEqualTo(
                        new DecodingOptions(
                                Priority.BACKFILL, 0.5f, 0.9f, 1, -7, List.of("###"), true, ""));
        assertThat(held)
                .isEqualTo(new DecodingOptions(Priority.ASK, 0, 1, 4, 0, List.of(), false, "{}"));
    }

    private static Compression compression(PromptCompression.Builder compression) {
        return DescribeMessages.request(
                        DescribeRequest.newBuilder().setCompression(compression).build())
                .compression();
    }

    @Test
    void readsHowPromptsAreMadeShorter() {
        assertThat(
                        compression(
                                PromptCompression.newBuilder()
                                        .setKind(PromptCompression.Kind.NOVELTY)
                                        .setMaxPositions(64)))
                .isEqualTo(new Compression(Compression.Kind.NOVELTY, 64));
        assertThat(compression(PromptCompression.newBuilder().setMaxPositions(3)))
                .isEqualTo(Compression.NONE);
        assertThatThrownBy(
                        () ->
                                compression(
                                        PromptCompression.newBuilder()
                                                .setKind(PromptCompression.Kind.POOL)))
                .hasMessage("maxPositions is 0, required at least 16");
        assertThatThrownBy(() -> compression(PromptCompression.newBuilder().setKindValue(9)))
                .hasMessage("compression.kind is unknown");
    }

    @Test
    void refusesOptionsItDoesNotKnow() {
        assertThatThrownBy(() -> options(Decoding.newBuilder().setPriorityValue(9)))
                .hasMessage("options.priority is unknown, required LIVE, ASK or BACKFILL");
        assertThatThrownBy(() -> options(Decoding.newBuilder().setTemperature(-1)))
                .hasMessage("options.temperature is -1.0, required 0 to 2.0");
    }

    @Test
    void takesTextsAsDataOfBoundedNumberAndLength() {
        ExpertText text =
                ExpertText.newBuilder().setExpert("ocr").setText("a\n" + "b".repeat(999)).build();
        DescribeSegment segment =
                DescribeSegment.newBuilder().addAllTexts(Collections.nCopies(99, text)).build();

        CaptionRequest request =
                DescribeMessages.request(DescribeRequest.newBuilder().addSegments(segment).build());

        assertThat(request.segments().get(0).texts())
                .hasSize(16)
                .containsOnly(QuotedText.of("ocr", "a " + "b".repeat(998)));
    }
}

package io.watchword.encoders.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.AudioSamples;
import io.watchword.contract.Embedding;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Keyframe;
import io.watchword.contract.Modality;
import io.watchword.contract.Segment;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.WallClock;
import io.watchword.encoders.batch.ModelException;
import io.watchword.encoders.testing.FakeEncoders;
import io.watchword.encoders.testing.Segments;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SegmentEncoderTest {
    private final SegmentEncoder encoder = new SegmentEncoder(new FakeEncoders());

    @Test
    void encodesAllThatASegmentHas() throws Exception {
        Segment segment = Segments.of("cam", 3, 200, -16);

        Embedding embedding = encoder.encode(segment).get().embedding();

        assertThat(embedding.blocks())
                .extracting(TokenBlock::modality)
                .containsExactly(Modality.SPATIAL, Modality.MOTION, Modality.AUDIO);
        assertThat(embedding.motionIds()).containsExactly(1, 2, 3, 4);
        assertThat(embedding.bundle()).isEqualTo("fake 1");
        assertThat(embedding.sequence()).isEqualTo(3);
        assertThat(embedding.facts().globalDx())
                .hasSize(12)
                .contains(new float[] {-8}, within(0.01f));
        assertThat(embedding.facts().audioScores()).containsExactly(0.25f, 0.75f);
        assertThat(embedding.facts().luma()).isCloseTo(200 / 255f, within(0.01f));
        assertThat(embedding.facts().loudnessDbfs()[0]).isCloseTo(-30.3f, within(0.1f));
    }

    @Test
    void leavesOutWhatASegmentLacks() throws Exception {
        Segment soundOnly =
                Segments.segment(
                        "mic",
                        0,
                        0,
                        List.of(),
                        Optional.empty(),
                        Optional.of(new AudioSamples(0, 16_000, new short[32_000])),
                        false);

        Embedding embedding = encoder.encode(soundOnly).get().embedding();

        assertThat(embedding.blocks())
                .extracting(TokenBlock::modality)
                .containsExactly(Modality.AUDIO);
        assertThat(embedding.motionIds()).isEmpty();
        assertThat(embedding.facts().hasVideo()).isFalse();
        assertThat(embedding.facts().luma()).isNegative();
    }

    @Test
    void passesTheEndOfAStreamOnWithoutMedia() throws Exception {
        Embedding embedding = encoder.encode(Segments.end("cam", 9)).get().embedding();

        assertThat(embedding.last()).isTrue();
        assertThat(embedding.blocks()).isEmpty();
        assertThat(embedding.facts().activity()).isEmpty();
    }

    @Test
    void addsWhatTheWindowSays() throws Exception {
        WallClock noon = new WallClock(1_777_900_000_000_000L, WallClock.Origin.RTCP);
        BundleEncoder.EncodedMedia media =
                encoder.encode(Segments.of("cam", 0, 100, 0).at(noon)).get();
        StreamHistory history =
                StreamHistory.EMPTY.with(new SegmentPosition(0, 0, false), media.code(), 4);

        Embedding whole = encoder.complete(media.embedding(), encoder.window(history)).get();

        assertThat(whole.wallClock()).contains(noon);
        assertThat(whole.searchVector()).containsExactly(0.6f, 0.8f);
        TokenBlock temporal = whole.block(Modality.TEMPORAL).orElseThrow();
        assertThat(temporal.dequantise()[3]).isCloseTo(100, within(1f));
    }

    @Test
    void asksForNoWindowOfASegmentWithoutMedia() throws Exception {
        Segment empty =
                Segments.segment("cam", 0, 0, List.of(), Optional.empty(), Optional.empty(), false);
        BundleEncoder.EncodedMedia media = encoder.encode(empty).get();
        StreamHistory history =
                StreamHistory.EMPTY.with(new SegmentPosition(0, 0, false), media.code(), 4);

        assertThat(encoder.window(history).isEmpty()).isTrue();
    }

    @Test
    void refusesNanAndTooFewValues() throws Exception {
        assertRefused(
                Segments.of("cam", 0, 9, FakeEncoders.NAN),
                ErrorCode.INVALID_OUTPUT,
                "motion_tokenizer gave NaN");
        assertRefused(
                Segments.of("cam", 0, 9, FakeEncoders.SHORT),
                ErrorCode.INVALID_OUTPUT,
                "motion_tokenizer gave 11 values, 4×3 are required");
    }

    @Test
    void refusesAKeyFrameThatIsNoPicture() throws Exception {
        Segment broken =
                Segments.segment(
                        "cam",
                        0,
                        0,
                        List.of(new Keyframe(0, new byte[] {1, 2, 3}, false, 16, 16)),
                        Optional.empty(),
                        Optional.empty(),
                        false);

        assertRefused(broken, ErrorCode.CORRUPT_MEDIA, "key frame");
    }

    private void assertRefused(Segment segment, ErrorCode code, String detail) throws Exception {
        assertThatThrownBy(encoder.encode(segment)::get)
                .cause()
                .hasMessageContaining(detail)
                .asInstanceOf(InstanceOfAssertFactories.type(ModelException.class))
                .extracting(ModelException::code)
                .isEqualTo(code);
    }
}

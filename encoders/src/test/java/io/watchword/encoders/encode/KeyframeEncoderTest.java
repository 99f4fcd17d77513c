package io.watchword.encoders.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Keyframe;
import io.watchword.contract.Modality;
import io.watchword.contract.PictureTokens;
import io.watchword.contract.Segment;
import io.watchword.contract.TiledPicture;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.bundle.ImageFilter;
import io.watchword.contract.bundle.ImageForm;
import io.watchword.contract.bundle.ImageStep;
import io.watchword.contract.bundle.TileForm;
import io.watchword.contract.bundle.Tiling;
import io.watchword.encoders.batch.ModelException;
import io.watchword.encoders.preprocess.EncoderPicture;
import io.watchword.encoders.preprocess.PictureShaper;
import io.watchword.encoders.testing.Pictures;
import io.watchword.encoders.testing.Segments;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class KeyframeEncoderTest {
    private static final int DIM = 500;

    /** Every value is the picture's first red byte. */
    private static CompletableFuture<float[]> red(EncoderPicture picture) {
        float[] features = new float[picture.tokens() * DIM];
        Arrays.fill(features, picture.image().rgb()[0] & 0xff);
        return CompletableFuture.completedFuture(features);
    }

    private static KeyframeEncoder encoder(int tokens) {
        return encoder(tokens, Tiling.OFF);
    }

    private static KeyframeEncoder encoder(int tokens, Tiling tiling) {
        ImageForm form =
                new ImageForm(
                        List.of(new ImageStep.Squash(8, 8, ImageFilter.BILINEAR)),
                        1 / 255.0,
                        List.of(0.5, 0.5, 0.5),
                        List.of(0.5, 0.5, 0.5),
                        tokens,
                        Optional.empty(),
                        tiling,
                        Optional.of(new TileForm(32, 8, ImageFilter.BILINEAR)));
        return new KeyframeEncoder(
                "published 1",
                "cd".repeat(32),
                KeyframeViews.of(
                        form,
                        new PictureShaper(form, KeyframeEncoder.maxTokens(DIM)),
                        KeyframeEncoder.maxViews(DIM, tokens)),
                KeyframeEncoderTest::red,
                DIM);
    }

    @Test
    void keepsAsManyKeyFramesAsASmallRecordHolds() throws Exception {
        Segment segment = keyframes(10, 60, 110, 160);

        Embedding embedding = encoder(40).encode(segment).get().embedding();

        TokenBlock block = embedding.block(Modality.SPATIAL).orElseThrow();
        assertThat(block.pictures())
                .extracting(PictureTokens::ptsUs)
                .containsExactly(0L, 100_000L, 200_000L);
        assertThat(EmbeddingCodec.encode(embedding).length).isLessThan(64 * 1024);
        float[] features = block.dequantise();
        assertThat(features[0]).isCloseTo(10, within(3f));
        assertThat(features[40 * DIM]).isCloseTo(60, within(3f));
        assertThat(features[80 * DIM]).isCloseTo(110, within(3f));
    }

    @Test
    void keepsTheFirstKeyFrameWhateverItsSize() throws Exception {
        Embedding embedding = encoder(300).encode(keyframes(10, 60)).get().embedding();

        assertThat(embedding.block(Modality.SPATIAL).orElseThrow().count()).isEqualTo(300);
    }

    @Test
    void storesTheTilesOfTheFirstKeyFrameBeforeItself() throws Exception {
        KeyframeEncoder encoder = encoder(4, Tiling.DETAIL);

        TokenBlock block = spatial(encoder, keyframes(10, 60));

        List<TiledPicture> pictures = TiledPicture.of(block.pictures());
        assertThat(pictures).hasSize(2);
        assertThat(pictures.get(0).tileRows()).isEqualTo(4);
        assertThat(pictures.get(0).tileColumns()).isEqualTo(4);
        assertThat(pictures.get(0).tiles()).allMatch(PictureTokens::detail);
        assertThat(pictures.get(1).tiles()).isEmpty();
        assertThat(block.withoutDetail().values())
                .isEqualTo(spatial(encoder(4), keyframes(10, 60)).values());
        TokenBlock always = spatial(encoder(4, Tiling.ALWAYS), keyframes(10));
        assertThat(always.pictures()).hasSize(17).noneMatch(PictureTokens::detail);
    }

    @Test
    void tilesLeaveTheSearchVectorAsItIs() throws Exception {
        Segment segment = segment(List.of(halves()));

        float[] plain = encoder(4).encode(segment).get().embedding().searchVector();
        float[] tiled = encoder(4, Tiling.ALWAYS).encode(segment).get().embedding().searchVector();

        assertThat(tiled).containsExactly(plain, within(1e-6f));
    }

    @Test
    void cutsFewerTilesWhereARecordHoldsNoMore() throws Exception {
        TokenBlock block = spatial(encoder(200, Tiling.ALWAYS), keyframes(10));

        assertThat(block.pictures()).hasSize(5);
        assertThat(block.values().length).isLessThanOrEqualTo(KeyframeEncoder.MAX_BYTES);
        assertThatThrownBy(() -> encoder(700, Tiling.ALWAYS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "image.tiling is always: a record holds 2 views of 700 embeddings, required"
                                + " 3; switch it off");
    }

    private static TokenBlock spatial(KeyframeEncoder encoder, Segment segment) throws Exception {
        return encoder.encode(segment).get().embedding().block(Modality.SPATIAL).orElseThrow();
    }

    /** Black above, white below. */
    private static Keyframe halves() {
        BufferedImage image = Pictures.plain(16, 16, Color.BLACK);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 8, 16, 8);
        pen.dispose();
        return new Keyframe(0, Pictures.jpeg(image), false, 16, 16);
    }

    @Test
    void givesASearchVectorOfUnitLengthAndAsksForNoWindow() throws Exception {
        KeyframeEncoder encoder = encoder(4);
        BundleEncoder.EncodedMedia media = encoder.encode(keyframes(90)).get();
        StreamHistory history =
                StreamHistory.EMPTY.with(new SegmentPosition(0, 0, false), media.code(), 1);

        Embedding whole = encoder.complete(media.embedding(), encoder.window(history)).get();

        double square = 0;
        for (float value : whole.searchVector()) {
            square += (double) value * value;
        }
        assertThat(square).isCloseTo(1, within(1e-5));
        assertThat(whole).isSameAs(media.embedding());
        assertThat(whole.bundle()).isEqualTo("published 1");
    }

    @Test
    void passesTheEndOfAStreamOnWithoutMedia() throws Exception {
        Embedding embedding = encoder(4).encode(Segments.end("cam", 9)).get().embedding();

        assertThat(embedding.last()).isTrue();
        assertThat(embedding.blocks()).isEmpty();
    }

    @Test
    void refusesAKeyFrameThatIsNoPicture() {
        Keyframe broken = new Keyframe(0, new byte[] {1, 2, 3}, false, 16, 16);

        assertThatThrownBy(() -> encoder(4).encode(segment(List.of(broken))).get())
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(ModelException.class))
                .extracting(ModelException::code)
                .isEqualTo(ErrorCode.CORRUPT_MEDIA);
    }

    private static Segment keyframes(int... greys) {
        List<Keyframe> keyframes = new ArrayList<>();
        for (int grey : greys) {
            byte[] jpeg = Pictures.jpeg(Pictures.plain(16, 16, new Color(grey, grey, grey)));
            keyframes.add(new Keyframe(keyframes.size() * 100_000L, jpeg, false, 16, 16));
        }
        return segment(keyframes);
    }

    private static Segment segment(List<Keyframe> keyframes) {
        return Segments.segment("cam", 0, 0, keyframes, Optional.empty(), Optional.empty(), false);
    }
}

package io.watchword.encoders.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.Keyframe;
import io.watchword.contract.Modality;
import io.watchword.contract.PictureTokens;
import io.watchword.contract.Segment;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.bundle.ImageForm;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.preprocess.EncoderPicture;
import io.watchword.encoders.preprocess.PictureShaper;
import io.watchword.encoders.preprocess.PictureTiler;
import io.watchword.encoders.preprocess.RgbImage;
import io.watchword.encoders.testing.Pictures;
import io.watchword.encoders.testing.Published;
import io.watchword.encoders.testing.Segments;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against tiny published models of random weights and what the Python reference made of them. */
class OnnxPicturesTest {
    private static final float TOLERANCE = 1e-4f;

    @ParameterizedTest
    @ValueSource(strings = {"idefics3", "llava", "llava_qwen2", "qwen2_vl"})
    void givesTheImageFeaturesOfTheReferenceAloneAndInABatch(String family) throws Exception {
        ModelBundle bundle = Published.bundle(family);
        float[] required = Published.floats(Published.golden(family).path("image_features"));
        EncoderPicture street = picture(bundle, "street.png");
        EncoderPicture tower = picture(bundle, "tower.png");

        try (OnnxPictures open = OnnxPictures.open(bundle, EncodeConfig.DEFAULT)) {
            float[] alone = open.encode(street).get();
            CompletableFuture<float[]> other = open.encode(tower);
            CompletableFuture<float[]> beside = open.encode(street);

            assertThat(alone).containsExactly(required, within(TOLERANCE));
            assertThat(beside.get()).containsExactly(required, within(TOLERANCE));
            assertThat(other.get()).hasSize(tower.tokens() * 48);
        }
    }

    @Test
    void givesTheFeaturesOfTilesAndPictureAsTheReferenceDoes() throws Exception {
        float[] required =
                Published.floats(Published.golden("idefics3_tiles").path("image_features"));
        ModelBundle bundle = Published.bundle("idefics3");
        PictureTiler tiler =
                new PictureTiler(PublishedModel.of(bundle).image().tiles().orElseThrow(), 16, 99);
        PictureTiler.Cut cut =
                ((Decoded.Valid<Optional<PictureTiler.Cut>>)
                                tiler.cut(RgbImage.of(Published.picture("street.png"))))
                        .value()
                        .orElseThrow();
        List<EncoderPicture> views = new ArrayList<>(cut.tiles());
        views.add(cut.whole());

        try (OnnxPictures open = OnnxPictures.open(bundle, EncodeConfig.DEFAULT)) {
            int at = 0;
            for (EncoderPicture view : views) {
                float[] features = open.encode(view).get();
                float[] part = Arrays.copyOfRange(required, at, at + features.length);
                assertThat(features).containsExactly(part, within(TOLERANCE));
                at += features.length;
            }
            assertThat(at).isEqualTo(required.length);
        }
    }

    @Test
    void storesTheFeaturesOfEveryKeyFrameWithTheirTimesAndGrids() throws Exception {
        byte[] jpeg = Pictures.jpeg(Pictures.plain(96, 64, new Color(10, 200, 90)));
        Segment plain = Segments.of("cam", 1, 200, -16);
        Segment segment =
                Segments.segment(
                        "cam",
                        0,
                        1,
                        List.of(
                                new Keyframe(2_000_000, jpeg, false, 96, 64),
                                new Keyframe(3_100_000, jpeg, true, 96, 64)),
                        plain.motion(),
                        plain.audio(),
                        false);

        Embedding embedding = encode("qwen2_vl", segment);

        assertThat(embedding.blocks()).hasSize(1);
        TokenBlock block = embedding.block(Modality.SPATIAL).orElseThrow();
        assertThat(block.count()).isEqualTo(12);
        assertThat(block.dim()).isEqualTo(48);
        assertThat(block.pictures())
                .containsExactly(
                        new PictureTokens(2_000_000, 2, 3), new PictureTokens(3_100_000, 2, 3));
        assertThat(embedding.searchVector()).hasSize(48);
        assertThat(embedding.motionIds()).isEmpty();
        assertThat(embedding.facts().globalDx()).contains(new float[] {-8}, within(0.01f));
        assertThat(embedding.facts().loudnessDbfs()[11]).isCloseTo(-30.3f, within(0.1f));
        assertThat(embedding.facts().audioScores()).isEmpty();
    }

    @Test
    void givesNoBlockWhereThereIsNoPicture() throws Exception {
        Segment plain = Segments.of("mic", 0, 200, 0);
        Segment sound =
                Segments.segment("mic", 0, 0, List.of(), Optional.empty(), plain.audio(), false);

        Embedding embedding = encode("llava", sound);

        assertThat(embedding.blocks()).isEmpty();
        assertThat(embedding.searchVector()).isEmpty();
        assertThat(embedding.facts().hasAudio()).isTrue();
    }

    private static Embedding encode(String family, Segment segment) throws Exception {
        try (OnnxPictures open =
                OnnxPictures.open(Published.bundle(family), EncodeConfig.DEFAULT)) {
            return open.encoder().encode(segment).get().embedding();
        }
    }

    @Test
    void saysAtOnceThatFeaturesAndImageTokensDiffer(@TempDir Path directory) throws Exception {
        ModelBundle wrong = changed(directory, "llava", root -> with(root, "image", "tokens", 15));

        assertThatThrownBy(() -> OnnxPictures.open(wrong, EncodeConfig.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gave features of shape [1, 16, 48]")
                .hasMessageContaining("required are 15 of 48 values");
    }

    @Test
    void saysThatAModelTakesNoPatches(@TempDir Path directory) throws Exception {
        ModelBundle wrong =
                changed(
                        directory,
                        "qwen2_vl",
                        root -> {
                            with(root, "image", "tokens", 6);
                            ((ObjectNode) root.get("image")).remove("patches");
                        });

        assertThatThrownBy(() -> OnnxPictures.open(wrong, EncodeConfig.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vision_encoder takes PATCHES");
    }

    private static void with(ObjectNode root, String section, String key, int value) {
        ((ObjectNode) root.get(section)).put(key, value);
    }

    private static ModelBundle changed(
            Path directory, String family, java.util.function.Consumer<ObjectNode> change)
            throws IOException {
        Path source = Published.bundle(family).directory();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path target = directory.resolve(source.relativize(file).toString());
                if (!Files.exists(target)) {
                    Files.copy(file, target);
                }
            }
        }
        Path json = directory.resolve("bundle.json");
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = (ObjectNode) mapper.readTree(json.toFile());
        change.accept(root);
        mapper.writeValue(json.toFile(), root);
        return ModelBundle.open(directory);
    }

    private static EncoderPicture picture(ModelBundle bundle, String file) {
        ImageForm form = PublishedModel.of(bundle).image();
        Decoded<EncoderPicture> shaped =
                new PictureShaper(form, 4096).shape(RgbImage.of(Published.picture(file)));
        return ((Decoded.Valid<EncoderPicture>) shaped).value();
    }
}

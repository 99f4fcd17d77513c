package io.watchword.llm.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Modality;
import io.watchword.contract.PictureTokens;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.PatchGrid;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** A tiny published model, and what the Python reference made of its prompts. */
final class PublishedGolden {
    private static final Path DIRECTORY = Path.of("../../models/parity");

    private final JsonNode golden;
    private final ModelBundle bundle;
    private final PublishedModel model;

    PublishedGolden(String family) {
        bundle = ModelBundle.open(DIRECTORY.resolve("fixtures").resolve(family));
        model = PublishedModel.of(bundle);
        try {
            golden =
                    new ObjectMapper()
                            .readTree(
                                    DIRECTORY.resolve("golden").resolve(family + ".json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ModelBundle bundle() {
        return bundle;
    }

    JsonNode prompts() {
        return golden.path("prompts");
    }

    JsonNode corpus() {
        return golden.path("corpus");
    }

    int[] tokens() {
        return Golden.ints(golden.path("tokens"));
    }

    float[] floats(String key) {
        ByteBuffer bytes = bytes(key);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    long[] longs(String key) {
        ByteBuffer bytes = bytes(key);
        long[] values = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(values);
        return values;
    }

    private ByteBuffer bytes(String key) {
        byte[] deflated = Base64.getDecoder().decode(golden.path(key).path("zlib").asText());
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The question of the stages, one picture. */
    CaptionRequest request() {
        int count = floats("image_features").length / model.language().hidden();
        PictureTokens picture = new PictureTokens(0, 1, count);
        if (model.image().patches().isPresent()) {
            long[] grid = longs("grid_thw");
            picture = picture(model.image().patches().get(), grid[1], grid[2]);
        }
        return request(golden.path("question").asText(), List.of(picture));
    }

    /** One of the prompts; its features are zero. */
    CaptionRequest request(JsonNode prompt) {
        List<PictureTokens> pictures = new ArrayList<>();
        Optional<PatchGrid> patches = model.image().patches();
        for (int i = 0; i < prompt.path("pictures").size(); i++) {
            if (patches.isPresent()) {
                JsonNode grid = prompt.path("grid_thw").get(i);
                pictures.add(picture(patches.get(), grid.get(1).asLong(), grid.get(2).asLong()));
            } else {
                pictures.add(new PictureTokens(i * 2_000_000L, 1, model.image().tokens()));
            }
        }
        return request(prompt.path("question").asText(), pictures);
    }

    private static PictureTokens picture(PatchGrid patches, long height, long width) {
        return new PictureTokens(0, (int) height / patches.merge(), (int) width / patches.merge());
    }

    private CaptionRequest request(String question, List<PictureTokens> pictures) {
        int hidden = model.language().hidden();
        List<SegmentTokens> segments = new ArrayList<>();
        for (PictureTokens picture : pictures) {
            long startUs = segments.size() * 2_000_000L;
            TokenBlock block =
                    TokenBlock.quantise(
                                    Modality.SPATIAL,
                                    picture.count(),
                                    hidden,
                                    new float[picture.count() * hidden])
                            .of(List.of(picture));
            segments.add(
                    new SegmentTokens(new TimeSpan(startUs, startUs + 2_000_000), List.of(block)));
        }
        return new CaptionRequest("golden", bundle.sha256(), "en", segments, question, 0);
    }
}

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
        this(family, family);
    }

    /**
     * @param file of the golden values
     */
    PublishedGolden(String family, String file) {
        bundle = ModelBundle.open(DIRECTORY.resolve("fixtures").resolve(family));
        model = PublishedModel.of(bundle);
        try {
            golden =
                    new ObjectMapper()
                            .readTree(DIRECTORY.resolve("golden").resolve(file + ".json").toFile());
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

    /** One of the prompts of pictures in tiles; its features are zero. */
    CaptionRequest tiledRequest(JsonNode prompt) {
        List<List<PictureTokens>> pictures = new ArrayList<>();
        for (JsonNode name : prompt.path("pictures")) {
            int rows = name.asText().equals("road.png") ? 1 : 2;
            pictures.add(tiles(rows, 2, pictures.size() * 2_000_000L));
        }
        return requestOf(prompt.path("question").asText(), pictures);
    }

    private List<PictureTokens> tiles(int rows, int columns, long ptsUs) {
        int tokens = model.image().tokens();
        List<PictureTokens> runs = new ArrayList<>();
        for (int i = 0; i < rows * columns; i++) {
            int row = i / columns + 1;
            runs.add(new PictureTokens(ptsUs, 1, tokens, row, i % columns + 1, true));
        }
        runs.add(new PictureTokens(ptsUs, 1, tokens));
        return runs;
    }

    private CaptionRequest request(String question, List<PictureTokens> pictures) {
        return requestOf(question, pictures.stream().map(List::of).toList());
    }

    /** One segment for each picture and its tiles. */
    private CaptionRequest requestOf(String question, List<List<PictureTokens>> pictures) {
        int hidden = model.language().hidden();
        List<SegmentTokens> segments = new ArrayList<>();
        for (List<PictureTokens> runs : pictures) {
            int count = runs.stream().mapToInt(PictureTokens::count).sum();
            long startUs = segments.size() * 2_000_000L;
            TokenBlock block =
                    TokenBlock.quantise(Modality.SPATIAL, count, hidden, new float[count * hidden])
                            .of(runs);
            segments.add(
                    new SegmentTokens(new TimeSpan(startUs, startUs + 2_000_000), List.of(block)));
        }
        return new CaptionRequest("golden", bundle.sha256(), "en", segments, question, 0);
    }
}

package io.watchword.llm.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Modality;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the Python reference (models/training/golden.py) got from the random test bundle. */
public final class Golden {
    public static final Path DIRECTORY = Path.of("../../models/testbundle");

    private final JsonNode golden;

    public Golden() {
        try {
            golden = new ObjectMapper().readTree(DIRECTORY.resolve("golden.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ModelBundle bundle() {
        return ModelBundle.open(DIRECTORY);
    }

    public JsonNode caption() {
        return golden.path("caption");
    }

    /** Inputs and outputs of one role. */
    JsonNode encoder(String role) {
        return golden.path("encoders").path(role);
    }

    public int maxNewTokens() {
        return golden.path("maxNewTokens").asInt();
    }

    public int[] ids(String key) {
        return ints(caption().path(key));
    }

    static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    /** The input that the file states as a formula. */
    static float[] ramp(JsonNode input) {
        int count = 1;
        for (JsonNode dim : input.path("shape")) {
            count *= dim.asInt();
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            long value = (long) i * input.path("multiplier").asLong();
            value = value % input.path("modulus").asLong() + input.path("offset").asLong();
            values[i] = value / input.path("divisor").floatValue();
        }
        return values;
    }

    public CaptionRequest request(ModelBundle bundle) {
        List<SegmentTokens> segments = new ArrayList<>();
        for (JsonNode segment : caption().path("segments")) {
            List<TokenBlock> blocks = new ArrayList<>();
            for (Modality modality : Modality.values()) {
                if (segment.has(modality.key())) {
                    blocks.add(block(modality, segment.path(modality.key())));
                }
            }
            long startUs = segments.size() * 2_000_000L;
            segments.add(new SegmentTokens(new TimeSpan(startUs, startUs + 2_000_000), blocks));
        }
        return new CaptionRequest(
                "golden",
                bundle.sha256(),
                caption().path("language").asText(),
                segments,
                "",
                maxNewTokens());
    }

    private static TokenBlock block(Modality modality, JsonNode block) {
        int[] values = ints(block.path("values"));
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new TokenBlock(
                modality,
                block.path("count").asInt(),
                block.path("dim").asInt(),
                block.path("scale").floatValue(),
                bytes);
    }
}

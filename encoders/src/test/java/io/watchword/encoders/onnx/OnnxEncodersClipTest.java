package io.watchword.encoders.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.encode.ClipTokenizer;
import io.watchword.encoders.testing.LineageClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test bundle with the small Video-LaVIT tokenizer as its second motion role. */
class OnnxEncodersClipTest {
    private static final String MODEL = "motion_clip_tokenizer";

    @TempDir private Path directory;

    private final ObjectMapper json = new ObjectMapper();

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(GoldenValues.BUNDLE)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        Files.copy(
                LineageClips.BUNDLE.resolve(MODEL + ".onnx"), directory.resolve(MODEL + ".onnx"));
    }

    private ModelBundle bundle(String profile) throws IOException {
        Path file = directory.resolve("bundle.json");
        ObjectNode description = (ObjectNode) json.readTree(file.toFile());
        ObjectNode lineage =
                (ObjectNode) json.readTree(LineageClips.BUNDLE.resolve("bundle.json").toFile());
        description.withObject("/roles").set(MODEL, lineage.path("roles").path(MODEL));
        description
                .withObject("/motion")
                .put("profile", profile)
                .set("clip", lineage.path("motion").path("clip"));
        json.writeValue(file.toFile(), description);
        return ModelBundle.open(directory);
    }

    @Test
    void aBundleOfTheVideoLavitProfileTokenizesClips() throws Exception {
        LineageClips lineage = new LineageClips();
        try (OnnxEncoders encoders =
                OnnxEncoders.open(bundle("video-lavit"), EncodeConfig.DEFAULT)) {
            ClipTokenizer tokenizer = encoders.clips().orElseThrow();

            List<float[]> clips = lineage.clips();
            int[] ids = tokenizer.encode(clips.get(3)).get();

            assertThat(tokenizer.tokens()).isEqualTo(135);
            assertThat(tokenizer.codes()).isEqualTo(256);
            assertThat(json.valueToTree(ids).toString())
                    .isEqualTo(lineage.golden().path("ids").path(3).toString());
        }
    }

    @Test
    void refusesAProfileThatNobodyKnows() throws Exception {
        ModelBundle bundle = bundle("lavit-2");

        assertThatThrownBy(() -> OnnxEncoders.open(bundle, EncodeConfig.DEFAULT))
                .hasMessage("bundle.json: motion.profile is \"lavit-2\", known is \"video-lavit\"");
    }
}

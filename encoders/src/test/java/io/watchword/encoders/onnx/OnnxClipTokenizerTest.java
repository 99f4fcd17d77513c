package io.watchword.encoders.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.encoders.ExecutionConfig;
import io.watchword.encoders.testing.LineageClips;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxClipTokenizerTest {
    private final LineageClips lineage = new LineageClips();

    @Test
    void gives540IdsOfFourClipsAsTheReferenceDoes() {
        ModelBundle bundle = ModelBundle.open(LineageClips.BUNDLE);
        try (OnnxModel model =
                OnnxModel.open(bundle, Roles.MOTION_CLIP_TOKENIZER, ExecutionConfig.DEFAULT)) {
            OnnxClipTokenizer tokenizer = new OnnxClipTokenizer(model, 1);
            JsonNode wanted = lineage.golden().path("ids");

            int compared = 0;
            for (float[] clip : lineage.clips()) {
                int[] ids = tokenizer.run(List.of(clip)).get(0);

                assertThat(ids).hasSize(135);
                JsonNode row = wanted.path(compared / 135);
                for (int id : ids) {
                    assertThat(id).as("id %d", compared).isEqualTo(row.get(compared % 135).asInt());
                    compared++;
                }
            }
            assertThat(compared).isEqualTo(540);
        }
    }
}

package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.decode.Caption;
import io.watchword.llm.decode.Caption.FinishReason;
import io.watchword.llm.decode.DecodeLoop;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.DecodingOptions;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.decode.RequestCheck;
import io.watchword.llm.engine.Priority;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.testing.RandomSchemas;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundle of random weights, asked for documents of schemas made by chance. */
class BundleAnswersTest {
    private static final int ANSWERS = 200;
    private static final JsonSchemaFactory VALIDATORS =
            JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static LanguageModel model;
    private static CaptionRequest asked;

    @BeforeAll
    static void open() {
        ModelBundle bundle = Golden.bundle();
        model = OnnxLanguageModel.open(bundle);
        asked = new Golden().request(bundle);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static CaptionRequest asking(float temperature, long seed, int beams, String schema) {
        return new CaptionRequest(
                "e",
                asked.bundleSha256(),
                "en",
                asked.segments(),
                "",
                0,
                false,
                new DecodingOptions(
                        Priority.ASK, temperature, 1, beams, seed, List.of(), false, schema));
    }

    private static Caption run(CaptionRequest request) {
        DecodeOutcome outcome =
                new DecodeLoop(model).run(request, (id, text, logprob) -> {}, () -> false);
        assertThat(outcome)
                .as(request.options().toString())
                .isInstanceOf(DecodeOutcome.Captioned.class);
        return ((DecodeOutcome.Captioned) outcome).caption();
    }

    @Test
    void everyAnswerIsAWholeDocumentOfItsSchema() throws Exception {
        RandomSchemas schemas = new RandomSchemas(5);
        RequestCheck check = new RequestCheck(model);
        int answers = 0;
        for (int seed = 0; answers < ANSWERS; seed++) {
            CaptionRequest request = asking(seed % 3, seed, 1, schemas.next());
            if (check.problem(request).isPresent()) {
                continue; // its shortest document is longer than the bundle's answers
            }
            answers++;

            Caption caption = run(request);

            String schema = request.options().jsonSchema();
            JsonNode document = new ObjectMapper().readTree(caption.text());
            assertThat(VALIDATORS.getSchema(schema).validate(document))
                    .as("seed %d: %s of %s", seed, caption.text(), schema)
                    .isEmpty();
            assertThat(caption.finishReason()).isEqualTo(FinishReason.STOP);
        }
    }

    @Test
    void severalBeamsGiveOneWholeDocumentAndAlwaysTheSame() {
        String schema = "{\"type\": \"string\", \"minLength\": 3, \"maxLength\": 6}";

        Caption best = run(asking(0, 0, 4, schema));

        assertThat(best.text()).matches("\".{3,12}\""); // an escape is two characters
        assertThat(best.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(run(asking(0, 0, 4, schema))).isEqualTo(best);
    }
}

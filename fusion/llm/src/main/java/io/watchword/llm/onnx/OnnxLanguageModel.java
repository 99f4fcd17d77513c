package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.llm.decode.Calibration;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.decode.PromptStage;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.PromptEmbedder;
import io.watchword.llm.project.Projector;
import io.watchword.llm.prompt.PromptFormat;
import io.watchword.llm.token.Tokenizer;
import java.util.Set;

/** Opens the language model of a bundle on ONNX Runtime. */
public final class OnnxLanguageModel {
    private OnnxLanguageModel() {}

    /**
     * Opens and warms up; the caller closes what it gets.
     *
     * @throws IllegalArgumentException if the bundle lacks something or cannot be run
     */
    public static LanguageModel open(ModelBundle bundle) {
        if (bundle.layout().equals(PublishedModel.LAYOUT)) {
            return PublishedLanguageModel.open(bundle);
        }
        JsonNode section = bundle.section("languageModel");
        PromptFormat format = PromptFormat.from(section.path("prompt"));
        Tokenizer tokenizer = DjlTokenizer.open(bundle.file(Roles.TOKENIZER));
        int eosId = eosId(section, tokenizer);
        Projector projector = OnnxProjectors.open(bundle);
        OnnxLlmEngine engine = OnnxLlmEngine.open(bundle);
        warmUp(bundle, engine);
        return new LanguageModel(
                bundle.name(),
                bundle.sha256(),
                format,
                tokenizer,
                projector,
                engine,
                Set.of(eosId),
                section.path("maxSegments").asInt(),
                section.path("maxNewTokens").asInt(),
                Calibration.from(section.path("calibration")));
    }

    private static int eosId(JsonNode section, Tokenizer tokenizer) {
        int[] eos = tokenizer.encode(section.path("eosToken").asText());
        checkArgument(
                eos.length == 1,
                "languageModel.eosToken %s is %d tokens of the tokenizer, required 1",
                section.path("eosToken"),
                eos.length);
        return eos[0];
    }

    /**
     * Opens all but the decoder, which the bundle then need not have; the caller closes what it
     * gets.
     *
     * @throws IllegalArgumentException if the bundle lacks something or cannot be run
     */
    public static PromptStage openPromptStage(ModelBundle bundle) {
        if (bundle.layout().equals(PublishedModel.LAYOUT)) {
            return PublishedLanguageModel.openPromptStage(bundle);
        }
        JsonNode section = bundle.section("languageModel");
        PromptFormat format = PromptFormat.from(section.path("prompt"));
        Tokenizer tokenizer = DjlTokenizer.open(bundle.file(Roles.TOKENIZER));
        return new PromptStage(
                bundle.name(),
                bundle.sha256(),
                format,
                tokenizer,
                OnnxProjectors.open(bundle),
                Set.of(eosId(section, tokenizer)),
                section.path("maxSegments").asInt(),
                section.path("maxNewTokens").asInt());
    }

    /** Opens the text embeddings of a bundle alone; the caller closes what it gets. */
    public static PromptEmbedder openPromptEmbedder(ModelBundle bundle) {
        return OnnxPromptEmbedder.open(bundle);
    }

    /**
     * Opens the decoder of a bundle alone; the caller closes what it gets.
     *
     * @throws IllegalArgumentException if it cannot be run
     */
    public static LlmEngine openEngine(ModelBundle bundle) {
        OnnxLlmEngine engine = OnnxLlmEngine.open(bundle);
        warmUp(bundle, engine);
        return engine;
    }

    /** The same, its KV cache copied at every step whatever the decoder allows: to compare with. */
    public static LlmEngine openCopyingEngine(ModelBundle bundle) {
        OnnxLlmEngine engine = OnnxLlmEngine.open(bundle);
        warmUp(bundle, engine);
        engine.copyCaches();
        return engine;
    }

    /** A decoder that cannot run says so before the server takes a request. */
    static void warmUp(ModelBundle bundle, OnnxLlmEngine engine) {
        try {
            engine.tryOut();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(
                    "bundle " + bundle.name() + ": decoder does not run: " + e.getMessage(), e);
        }
    }
}

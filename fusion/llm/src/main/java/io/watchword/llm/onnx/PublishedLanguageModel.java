package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.bundle.ImageForm;
import io.watchword.contract.bundle.LanguageForm;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.contract.bundle.PositionForm;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.decode.PromptStage;
import io.watchword.llm.project.FeatureProjector;
import io.watchword.llm.prompt.PromptFormat;
import io.watchword.llm.prompt.PromptLayout;
import io.watchword.llm.token.Tokenizer;
import java.util.Set;

/** Opens the language model of a published bundle on ONNX Runtime. */
final class PublishedLanguageModel {
    /** As many as a client may send; the prompt shows as many of their pictures as it can. */
    private static final int MAX_SEGMENTS = 64;

    private PublishedLanguageModel() {}

    /**
     * @throws IllegalArgumentException if the bundle lacks something, or its parts do not fit
     */
    static LanguageModel open(ModelBundle bundle) {
        PublishedModel published = PublishedModel.of(bundle);
        LanguageForm form = published.language();
        PromptFormat format = PromptFormat.from(form);
        Tokenizer tokenizer = DjlTokenizer.open(bundle.file(Roles.TOKENIZER));
        FeatureProjector projector = new FeatureProjector(tokens(published.image()), form.hidden());
        PromptLayout.of(format, tokenizer, projector); // says what does not fit
        OnnxLlmEngine engine = OnnxLlmEngine.open(bundle);
        checkArgument(
                engine.form().positions() == form.positions(),
                "bundle %s: languageModel.positions is %s, the decoder takes %s",
                bundle.name(),
                form.positions().key(),
                engine.form().positions().key());
        OnnxLanguageModel.warmUp(bundle, engine);
        return new LanguageModel(
                bundle.name(),
                bundle.sha256(),
                format,
                tokenizer,
                projector,
                engine,
                Set.copyOf(form.eosTokens()),
                MAX_SEGMENTS,
                form.maxNewTokens());
    }

    /**
     * All but the decoder, for one that runs elsewhere.
     *
     * @throws IllegalArgumentException if the bundle lacks something, or its positions cannot be
     *     told in a row of embeddings
     */
    static PromptStage openPromptStage(ModelBundle bundle) {
        PublishedModel published = PublishedModel.of(bundle);
        LanguageForm form = published.language();
        checkArgument(
                form.positions() != PositionForm.THREE,
                "bundle %s: positions of pictures have three parts, embeddings in a row have one:"
                        + " required a model with plain positions",
                bundle.name());
        return new PromptStage(
                bundle.name(),
                bundle.sha256(),
                PromptFormat.from(form),
                DjlTokenizer.open(bundle.file(Roles.TOKENIZER)),
                new FeatureProjector(tokens(published.image()), form.hidden()),
                Set.copyOf(form.eosTokens()),
                MAX_SEGMENTS,
                form.maxNewTokens());
    }

    private static int tokens(ImageForm image) {
        return image.patches().isPresent() ? 1 : image.tokens();
    }
}

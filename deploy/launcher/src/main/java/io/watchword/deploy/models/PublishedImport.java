package io.watchword.deploy.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.bundle.ImageForm;
import io.watchword.contract.bundle.ImageStep;
import io.watchword.contract.bundle.LanguageForm;
import io.watchword.contract.bundle.ModelFamily;
import io.watchword.contract.bundle.PromptPieces;
import io.watchword.contract.bundle.PublishedJson;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.contract.bundle.TileForm;
import io.watchword.contract.bundle.Tiling;
import io.watchword.deploy.models.onnx.OpenGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** From a published model's directory to bundle.json, or to all that stands in the way. */
final class PublishedImport {
    static final String EMBED_TOKENS = "embed_tokens";
    private static final String TOKENIZER = "tokenizer.json";
    static final List<String> SESSIONS =
            List.of(VisionRecipe.ROLE, EMBED_TOKENS, DecoderRecipe.ROLE);
    private static final int MAX_NEW_TOKENS = 64;
    private static final int USUAL_POSITIONS = 2048;
    private static final int MAX_FRAMES = 8; // of a video: each costs as many tokens as a picture

    /**
     * What is asked for.
     *
     * @param variants by graph; {@link GraphChooser#ALL} for the others
     * @param languages of the questions; empty for those the family is known to speak
     * @param tiling when tiles of a picture are shown
     */
    record Request(
            Path directory,
            String name,
            Map<String, Variant> variants,
            List<String> languages,
            Tiling tiling) {}

    /**
     * What came of it.
     *
     * @param files relative to the directory: those that the bundle uses
     */
    record Bundle(ObjectNode json, List<String> files, ModelFamily family) {}

    private final Request request;
    private final Findings findings;
    private final ModelFolder folder;

    private PublishedImport(Request request, Findings findings) {
        this.request = request;
        this.findings = findings;
        this.folder = new ModelFolder(request.directory(), findings);
    }

    /** A bundle, unless problems were found. */
    static Optional<Bundle> read(Request request, Findings findings) throws IOException {
        return new PublishedImport(request, findings).read();
    }

    private Optional<Bundle> read() throws IOException {
        PublishedConfig config = PublishedConfig.read(folder, findings);
        GraphChooser chooser = new GraphChooser(folder, request.variants(), findings);
        Map<String, GraphFile> files = new LinkedHashMap<>();
        for (String session : SESSIONS) {
            chooser.choose(session).ifPresent(file -> files.put(session, file));
        }
        Map<String, GraphForm> forms = new LinkedHashMap<>();
        try (Opened vision = new Opened(open(files, VisionRecipe.ROLE))) {
            vision.graph().ifPresent(graph -> forms.put(VisionRecipe.ROLE, graph.form()));
            for (String session : List.of(EMBED_TOKENS, DecoderRecipe.ROLE)) { // one at a time
                try (Opened opened = new Opened(open(files, session))) {
                    opened.graph().ifPresent(graph -> forms.put(session, graph.form()));
                }
            }
            Optional<PublishedModel> model = model(config, forms, vision.graph());
            if (model.isEmpty() || !findings.problems().isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(bundle(model.orElseThrow(), files, forms));
        }
    }

    /** Closes a graph that may not be there. */
    private record Opened(Optional<OpenGraph> graph) implements AutoCloseable {
        @Override
        public void close() {
            graph.ifPresent(OpenGraph::close);
        }
    }

    private Optional<OpenGraph> open(Map<String, GraphFile> files, String session) {
        GraphFile file = files.get(session);
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OpenGraph.open(request.directory().resolve(file.name())));
        } catch (IllegalArgumentException e) {
            findings.problem("onnx/" + e.getMessage());
            return Optional.empty();
        }
    }

    /** Looks at everything there is, so that all problems are found at once. */
    private Optional<PublishedModel> model(
            PublishedConfig config, Map<String, GraphForm> forms, Optional<OpenGraph> vision) {
        Optional<DecoderRecipe> decoder =
                Optional.ofNullable(forms.get(DecoderRecipe.ROLE))
                        .map(form -> new DecoderRecipe(form, config, findings));
        decoder.ifPresent(DecoderRecipe::check);
        int hidden = decoder.map(DecoderRecipe::hidden).orElse(config.text("hidden_size", 0));
        Optional.ofNullable(forms.get(EMBED_TOKENS)).ifPresent(form -> embed(form, hidden));
        if (config.family().isEmpty()) {
            return Optional.empty();
        }
        ModelFamily family = config.family().orElseThrow();
        decoder.ifPresent(recipe -> recipe.checkPositions(family));
        ImageRecipe images = new ImageRecipe(family, config.images(), findings);
        List<ImageStep> steps = config.images().isObject() ? images.steps() : List.of();
        Optional<TileForm> tiles = images.tiles(steps);
        Optional<PromptPieces> prompt =
                PromptRecipe.of(family, config, languages(family), tiles, findings);
        int tokens = vision.map(graph -> tokens(family, graph, steps, images, hidden)).orElse(0);
        if (decoder.isEmpty() || prompt.isEmpty() || steps.isEmpty() || tokens == 0) {
            return Optional.empty();
        }
        Optional<ImageForm> image =
                image(images, steps, tokens, tiles.filter(form -> taught(prompt)));
        return image.flatMap(
                form ->
                        describe(
                                family, config, decoder.orElseThrow(), prompt.orElseThrow(), form));
    }

    private static boolean taught(Optional<PromptPieces> prompt) {
        return prompt.flatMap(PromptPieces::tiles).isPresent();
    }

    /**
     * @param tokens of one picture
     * @param tiles how it is cut, if the prompt has words for that
     */
    private Optional<ImageForm> image(
            ImageRecipe images, List<ImageStep> steps, int tokens, Optional<TileForm> tiles) {
        if (tiles.isEmpty() && request.tiling() != Tiling.OFF) {
            findings.problem(
                    "--tiling is "
                            + request.tiling().key()
                            + ", the model was not taught tiles: required off");
            return Optional.empty();
        }
        tiles.filter(form -> request.tiling() == Tiling.OFF)
                .ifPresent(
                        form ->
                                findings.note(
                                        "one view of each key frame, "
                                                + tokens
                                                + " tokens; --tiling detail adds up to "
                                                + form.most() * form.most()
                                                + " tiles of as many where a question is asked"));
        boolean patches = images.patches();
        return fitting(
                () ->
                        new ImageForm(
                                steps,
                                images.rescale(),
                                images.mean(),
                                images.std(),
                                patches ? 0 : tokens,
                                patches ? Optional.of(images.grid()) : Optional.empty(),
                                request.tiling(),
                                tiles));
    }

    /** What was made, or nothing and a problem where its parts do not fit together. */
    private <T> Optional<T> fitting(Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException e) {
            if (findings.problems().isEmpty()) { // else it follows from those
                findings.problem(String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }
    }

    private List<String> languages(ModelFamily family) {
        if (!request.languages().isEmpty()) {
            return request.languages();
        }
        return family == ModelFamily.QWEN2_VL ? List.of("en", "ru") : List.of("en");
    }

    private void embed(GraphForm form, int hidden) {
        TensorForm ids = form.inputs().get("input_ids");
        TensorForm embeds = form.outputs().get("inputs_embeds");
        if (ids == null || !ids.type().equals("int64") || form.inputs().size() != 1) {
            findings.problem(
                    EMBED_TOKENS + ": takes " + form.inputs() + ", required input_ids, int64");
        }
        if (embeds == null
                || !embeds.type().equals("float32")
                || embeds.rank() != 3
                || embeds.dim(2, hidden) != hidden) {
            findings.problem(
                    EMBED_TOKENS
                            + ": inputs_embeds is "
                            + (embeds == null ? "missing" : embeds)
                            + ", required float32 [batch, step, "
                            + hidden
                            + "]");
        }
        if (form.outputs().containsKey("per_layer_inputs")) {
            findings.problem(EMBED_TOKENS + ": gives per_layer_inputs: not known");
        }
    }

    private int tokens(
            ModelFamily family,
            OpenGraph graph,
            List<ImageStep> steps,
            ImageRecipe images,
            int hidden) {
        VisionRecipe vision = new VisionRecipe(family, graph.form(), findings);
        return vision.check() && !steps.isEmpty()
                ? vision.tokens(graph, steps, images.grid(), hidden)
                : 0;
    }

    private Optional<PublishedModel> describe(
            ModelFamily family,
            PublishedConfig config,
            DecoderRecipe decoder,
            PromptPieces prompt,
            ImageForm image) {
        if (config.tokenizer().largest() >= decoder.vocabulary()) {
            findings.problem(
                    TOKENIZER
                            + ": has id "
                            + config.tokenizer().largest()
                            + ", logits have "
                            + decoder.vocabulary()
                            + " places");
        }
        return fitting(
                () -> new PublishedModel(family, image, language(family, config, decoder, prompt)));
    }

    private static LanguageForm language(
            ModelFamily family,
            PublishedConfig config,
            DecoderRecipe decoder,
            PromptPieces prompt) {
        return new LanguageForm(
                decoder.hidden(),
                decoder.vocabulary(),
                decoder.layers().size(),
                decoder.kvHeads(),
                decoder.headDim(),
                decoder.halfCache(),
                decoder.positions(),
                config.imageToken(),
                decoder.ends(),
                MAX_NEW_TOKENS,
                config.text("max_position_embeddings", USUAL_POSITIONS),
                maxImages(family, config, prompt),
                prompt);
    }

    /** LLaVA learned from one picture at a time. */
    private static int maxImages(ModelFamily family, PublishedConfig config, PromptPieces prompt) {
        if (prompt.video().isPresent()) {
            return Math.max(1, Math.min(MAX_FRAMES, config.videoFrames(MAX_FRAMES)));
        }
        return family == ModelFamily.IDEFICS3 || family == ModelFamily.QWEN2_VL ? 4 : 1;
    }

    private Bundle bundle(
            PublishedModel model, Map<String, GraphFile> files, Map<String, GraphForm> forms)
            throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("name", request.name());
        json.put("version", "1");
        ArrayNode languages = json.putArray("languages");
        model.language().prompt().defaultQuestions().keySet().stream()
                .sorted()
                .forEach(languages::add);
        ObjectNode roles = json.putObject("roles");
        List<String> used = new ArrayList<>();
        for (Map.Entry<String, GraphFile> file : files.entrySet()) {
            GraphForm form = forms.get(file.getKey());
            if (form != null) {
                file.getValue().write(request.directory(), form, roles.putObject(file.getKey()));
            }
            used.addAll(file.getValue().all());
        }
        GraphFile.checksum(request.directory(), TOKENIZER, roles.putObject("tokenizer"));
        used.add(TOKENIZER);
        PublishedJson.write(model, json);
        ObjectNode source = json.putObject("source");
        folder.sources().forEach(source::put);
        return new Bundle(json, used, model.family());
    }
}

package io.watchword.deploy.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.LanguageForm;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.PatchGrid;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.deploy.models.onnx.OpenGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a bundle is what its bundle.json says: checksums, graphs that open, shapes. */
final class ModelCheck {
    private final ModelBundle bundle;
    private final Findings findings;

    private ModelCheck(ModelBundle bundle, Findings findings) {
        this.bundle = bundle;
        this.findings = findings;
    }

    /** Notes every problem. */
    static void check(Path directory, Findings findings) {
        try {
            new ModelCheck(ModelBundle.open(directory), findings).check();
        } catch (IllegalArgumentException e) {
            String.valueOf(e.getMessage()).lines().forEach(findings::problem);
        }
    }

    private void check() {
        JsonNode roles = bundle.section("roles");
        for (String role : bundle.roles()) {
            JsonNode described = roles.path(role);
            if (described.has("inputs")) {
                graph(role, described);
            }
        }
        if (bundle.layout().equals(PublishedModel.LAYOUT)) {
            PublishedModel.of(bundle); // throws where the words do not fit together
        }
    }

    private void graph(String role, JsonNode described) {
        try (OpenGraph graph = OpenGraph.open(bundle.file(role))) {
            GraphForm form = graph.form();
            compare(role + " input ", described.path("inputs"), form.inputs());
            compare(role + " output ", described.path("outputs"), form.outputs());
            if (bundle.layout().equals(PublishedModel.LAYOUT)) {
                published(role, graph, PublishedModel.of(bundle));
            }
        } catch (IllegalArgumentException e) {
            findings.problem(String.valueOf(e.getMessage()));
        }
    }

    private void compare(String what, JsonNode described, Map<String, TensorForm> found) {
        List<String> names = new ArrayList<>();
        described.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            TensorForm tensor = found.get(name);
            if (tensor == null || !fits(described.path(name), tensor)) {
                findings.problem(
                        what
                                + name
                                + " is "
                                + (tensor == null ? "missing" : tensor)
                                + ", bundle.json has "
                                + described.path(name));
            }
        }
        for (String name : found.keySet()) {
            if (!described.has(name)) {
                findings.problem(what + name + " is not in bundle.json");
            }
        }
    }

    private static boolean fits(JsonNode shape, TensorForm tensor) {
        if (shape.size() != tensor.rank()) {
            return false;
        }
        for (int axis = 0; axis < shape.size(); axis++) {
            long described = shape.get(axis).isNumber() ? shape.get(axis).asLong() : -1;
            long found = tensor.dims().get(axis);
            if (described > 0 && found > 0 && described != found) {
                return false;
            }
        }
        return true;
    }

    /** Sizes that bundle.json has a second time, in words of its own. */
    private void published(String role, OpenGraph graph, PublishedModel model) {
        LanguageForm language = model.language();
        GraphForm form = graph.form();
        if (role.equals(DecoderRecipe.ROLE)) {
            size("hidden", language.hidden(), form.inputs().get("inputs_embeds"), 2);
            size("vocabulary", language.vocabulary(), form.outputs().get("logits"), 2);
        }
        if (role.equals(VisionRecipe.ROLE)) {
            VisionRecipe vision = new VisionRecipe(model.family(), form, findings);
            PatchGrid grid = model.image().patches().orElse(new PatchGrid(1, 1, 1));
            if (vision.check()) {
                int tokens = vision.tokens(graph, model.image().steps(), grid, language.hidden());
                int described = model.image().tokens();
                if (described > 0 && tokens > 0 && tokens != described) {
                    findings.problem(
                            role
                                    + ": a picture gives "
                                    + tokens
                                    + " tokens, bundle.json has "
                                    + described);
                }
            }
        }
    }

    private void size(String key, int described, @Nullable TensorForm tensor, int axis) {
        if (tensor == null || tensor.rank() <= axis || tensor.dim(axis, described) != described) {
            findings.problem(
                    "languageModel." + key + " is " + described + ", the decoder has " + tensor);
        }
    }
}

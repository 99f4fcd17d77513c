package io.watchword.deploy.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.ModelFamily;
import io.watchword.contract.bundle.PositionForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a decoder takes, and says what of it cannot be given. */
final class DecoderRecipe {
    static final String ROLE = "decoder_model_merged";
    private static final Pattern PAST = Pattern.compile("past_key_values\\.(\\d+)\\.(key|value)");
    private static final Pattern STATE =
            Pattern.compile(".*(conv|ssm|recurrent|state).*", Pattern.CASE_INSENSITIVE);

    private final GraphForm graph;
    private final PublishedConfig config;
    private final Findings findings;

    DecoderRecipe(GraphForm graph, PublishedConfig config, Findings findings) {
        this.graph = graph;
        this.config = config;
        this.findings = findings;
    }

    /** Notes every input and output that is missing, unknown or of another form. */
    void check() {
        input("inputs_embeds", "float32", 3);
        input("attention_mask", "int64", 2);
        output("logits", "float32", 3);
        for (String name : graph.inputs().keySet()) {
            if (!PAST.matcher(name).matches()) {
                other(name);
            }
        }
        if (layers().isEmpty()) {
            problem("has no past_key_values: without a cache each token costs the whole prompt");
        }
        layers().forEach(this::cache);
    }

    /** Notes positions of a form that the family does not have. */
    void checkPositions(ModelFamily family) {
        PositionForm positions = positions();
        if ((positions == PositionForm.THREE) != (family == ModelFamily.QWEN2_VL)) {
            problem(
                    "position_ids are "
                            + positions.key()
                            + ", required "
                            + (family == ModelFamily.QWEN2_VL ? "mrope" : "1d or none")
                            + " for "
                            + family.key());
        }
    }

    private void other(String name) {
        switch (name) {
            case "inputs_embeds", "attention_mask", "num_logits_to_keep" -> {}
            case "position_ids" -> {
                TensorForm positions = graph.inputs().get(name);
                if (positions != null && positions.rank() != 2 && positions.rank() != 3) {
                    problem("position_ids is " + positions + ", required rank 2 or 3");
                }
            }
            case "use_cache_branch" -> { // two graphs in one, as older exporters wrote them
                TensorForm branch = graph.inputs().get(name);
                if (branch != null && !branch.type().equals("bool")) {
                    problem("use_cache_branch is " + branch + ", required bool");
                }
            }
            case "per_layer_inputs" ->
                    problem("wants per_layer_inputs: embeddings for each layer are not known");
            default -> problem(unknown(name));
        }
    }

    private static String unknown(String name) {
        if (name.startsWith("encoder_") || name.contains(".encoder.")) {
            return "wants " + name + ": an encoder-decoder";
        }
        return STATE.matcher(name).matches()
                ? "keeps a state beside keys and values (" + name + "): only attention is known"
                : "wants an input that is not known: " + name;
    }

    private void cache(int layer) {
        for (String part : List.of("key", "value")) {
            String past = "past_key_values." + layer + "." + part;
            TensorForm given = graph.inputs().get(past);
            TensorForm back = graph.outputs().get("present." + layer + "." + part);
            if (given == null || back == null) {
                problem(past + " and present." + layer + "." + part + ": required both");
                continue;
            }
            boolean form =
                    given.rank() == 4
                            && back.rank() == 4
                            && given.type().equals(back.type())
                            && Set.of("float32", "float16").contains(given.type());
            if (!form) {
                problem(
                        past
                                + " is "
                                + given
                                + ", present "
                                + back
                                + ", required float32 or"
                                + " float16 of rank 4");
            } else if (given.dims().get(2) > 0) {
                problem(past + " has a fixed length: " + given);
            }
        }
    }

    private void input(String name, String type, int rank) {
        TensorForm tensor = graph.inputs().get(name);
        shape("input", name, tensor, type, rank);
        if (tensor != null && tensor.rank() == rank && tensor.dims().get(1) > 0) {
            problem("input " + name + " has a fixed length: " + tensor);
        }
    }

    private void output(String name, String type, int rank) {
        shape("output", name, graph.outputs().get(name), type, rank);
    }

    private void shape(
            String kind, String name, @Nullable TensorForm tensor, String type, int rank) {
        if (tensor == null || !tensor.type().equals(type) || tensor.rank() != rank) {
            problem(
                    kind
                            + " "
                            + name
                            + " is "
                            + (tensor == null ? "missing" : tensor)
                            + ", required "
                            + type
                            + " of rank "
                            + rank);
        }
    }

    private void problem(String text) {
        findings.problem(ROLE + ": " + text);
    }

    /** Numbers of the layers that have a cache; they need not follow one another. */
    Set<Integer> layers() {
        Set<Integer> layers = new TreeSet<>();
        for (String name : graph.inputs().keySet()) {
            Matcher past = PAST.matcher(name);
            if (past.matches()) {
                layers.add(Integer.parseInt(past.group(1)));
            }
        }
        return layers;
    }

    PositionForm positions() {
        TensorForm positions = graph.inputs().get("position_ids");
        return positions == null
                ? PositionForm.NONE
                : positions.rank() == 3 ? PositionForm.THREE : PositionForm.ONE;
    }

    int hidden() {
        return dim(graph.inputs(), "inputs_embeds", 2, config.text("hidden_size", 0));
    }

    int vocabulary() {
        return dim(graph.outputs(), "logits", 2, config.text("vocab_size", 0));
    }

    int kvHeads() {
        int heads = config.text("num_attention_heads", 0);
        return dim(graph.inputs(), firstPast(), 1, config.text("num_key_value_heads", heads));
    }

    int headDim() {
        int heads = Math.max(1, config.text("num_attention_heads", 1));
        int derived = config.text("hidden_size", 0) / heads;
        return dim(graph.inputs(), firstPast(), 3, config.text("head_dim", derived));
    }

    boolean halfCache() {
        TensorForm past = graph.inputs().get(firstPast());
        return past != null && past.type().equals("float16");
    }

    private String firstPast() {
        return "past_key_values." + layers().stream().findFirst().orElse(0) + ".key";
    }

    private static int dim(Map<String, TensorForm> tensors, String name, int axis, int otherwise) {
        TensorForm tensor = tensors.get(name);
        return tensor == null || tensor.rank() <= axis
                ? otherwise
                : (int) tensor.dim(axis, otherwise);
    }

    /** Ids that end an answer: the generation's, else the model's own. */
    List<Integer> ends() {
        List<Integer> ends = numbers(config.generation().path("eos_token_id"));
        if (ends.isEmpty()) {
            ends = numbers(config.config().path("eos_token_id"));
            if (ends.isEmpty()) {
                ends = numbers(config.config().path("text_config").path("eos_token_id"));
            }
            findings.note("generation_config.json has no eos_token_id: taking that of config.json");
        }
        if (ends.isEmpty()) {
            findings.problem("neither generation_config.json nor config.json has an eos_token_id");
        }
        for (int end : ends) {
            if (end < 0 || end >= vocabulary()) {
                findings.problem(
                        "eos_token_id " + end + ": logits have " + vocabulary() + " places");
            }
        }
        return ends;
    }

    private static List<Integer> numbers(JsonNode node) {
        List<Integer> numbers = new ArrayList<>();
        if (node.isInt()) {
            numbers.add(node.asInt());
        }
        node.forEach(one -> numbers.add(one.asInt()));
        return numbers;
    }
}

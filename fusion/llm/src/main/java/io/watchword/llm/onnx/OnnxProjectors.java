package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.watchword.contract.Modality;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.contract.bundle.ProjectorForm;
import io.watchword.contract.bundle.ProjectorKind;
import io.watchword.llm.project.Projector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code projector_*} models of a bundle, and its {@code resampler_*} models where it has such.
 * Owns their sessions. Thread-safe.
 */
final class OnnxProjectors implements Projector {
    private static final String TOKENS = "tokens";
    private static final String EMBEDS = "embeds";
    private static final String LATENTS = "latents";

    private record Model(BlockGraph graph, Shape shape) {}

    private final Map<Modality, Model> models = new EnumMap<>(Modality.class);
    private final Map<Modality, BlockGraph> resamplers = new EnumMap<>(Modality.class);
    private final List<OrtSession> sessions = new ArrayList<>();
    private int hidden;

    private OnnxProjectors() {}

    /**
     * Opens all projectors that the bundle has, and runs each once to learn what it gives.
     *
     * @throws IllegalArgumentException if there is none, or one of another form
     */
    static OnnxProjectors open(ModelBundle bundle) {
        OnnxProjectors projectors = new OnnxProjectors();
        try {
            for (Modality modality : Modality.values()) {
                String role = Roles.projector(modality.key());
                if (bundle.has(role)) {
                    projectors.add(role, modality, bundle);
                }
            }
            checkArgument(!projectors.models.isEmpty(), "bundle %s: no projector", bundle.name());
            for (Modality modality : Modality.values()) {
                String role = Roles.resampler(modality.key());
                if (bundle.has(role)) {
                    projectors.addResampler(role, modality, bundle);
                }
            }
            return projectors;
        } catch (IllegalArgumentException e) {
            projectors.close();
            throw e;
        }
    }

    private OrtSession session(ModelBundle bundle, String role) {
        OrtSession session = OnnxSessions.open(bundle, role);
        sessions.add(session); // closed with the others, whatever comes next
        return session;
    }

    private void add(String role, Modality modality, ModelBundle bundle) {
        ProjectorForm form = ProjectorForm.of(bundle, role);
        OrtSession session = session(bundle, role);
        try {
            List<BlockGraph.Input> inputs = inputs(role, form.kind(), session);
            BlockGraph graph = new BlockGraph(session, inputs, EMBEDS);
            int count = graph.count();
            long[] out = graph.probe(count);
            checkArgument(
                    hidden == 0 || hidden == out[2],
                    "%s gives %d values, other projectors %d",
                    role,
                    out[2],
                    hidden);
            hidden = (int) out[2];
            int positions = (int) out[1];
            checkArgument(
                    form.rows() == 0 || form.rows() * form.columns() == positions,
                    "%s gives %d embeddings, its grid is %d×%d",
                    role,
                    positions,
                    form.rows(),
                    form.columns());
            int rows = Math.max(1, form.rows());
            models.put(
                    modality,
                    new Model(graph, new Shape(count, graph.dim(), positions, rows, false)));
        } catch (OrtException e) {
            throw new IllegalArgumentException(role + ": " + OnnxSessions.line(e), e);
        }
    }

    /** A mix takes the features of its second encoder as {@code tokens_2}, and so on. */
    private static List<BlockGraph.Input> inputs(
            String role, Optional<ProjectorKind> kind, OrtSession session) throws OrtException {
        Map<String, NodeInfo> nodes = session.getInputInfo();
        kind.ifPresent(
                stated ->
                        checkArgument(
                                nodes.size() == stated.inputs(),
                                "%s is of kind %s and takes %d tensors, required %d",
                                role,
                                stated.key(),
                                nodes.size(),
                                stated.inputs()));
        List<BlockGraph.Input> inputs = new ArrayList<>();
        for (int i = 1; i <= nodes.size(); i++) {
            String name = i == 1 ? TOKENS : TOKENS + "_" + i;
            long[] in = OnnxSessions.shape(nodes, name, OnnxJavaType.FLOAT, 3);
            checkArgument(in[1] > 0 && in[2] > 0, "%s: number of embeddings is not fixed", role);
            checkArgument(
                    i == 1 || in[1] == inputs.get(0).count(),
                    "%s takes %d embeddings as %s, %d as %s",
                    role,
                    in[1],
                    name,
                    inputs.isEmpty() ? 0 : inputs.get(0).count(),
                    TOKENS);
            inputs.add(new BlockGraph.Input(name, (int) in[1], (int) in[2]));
        }
        return inputs;
    }

    private void addResampler(String role, Modality modality, ModelBundle bundle) {
        OrtSession session = session(bundle, role);
        try {
            long[] in = OnnxSessions.shape(session.getInputInfo(), EMBEDS, OnnxJavaType.FLOAT, 3);
            checkArgument(
                    in[1] == -1 && in[2] == hidden,
                    "%s takes %d×%d embeddings, required any number of %d values",
                    role,
                    in[1],
                    in[2],
                    hidden);
            BlockGraph graph =
                    new BlockGraph(
                            session, List.of(new BlockGraph.Input(EMBEDS, 1, hidden)), LATENTS);
            long[] out = graph.probe(1);
            checkArgument(
                    out[2] == hidden && out[1] == graph.probe(3)[1],
                    "%s gives %d values, and not one number of latents; required %d",
                    role,
                    out[2],
                    hidden);
            resamplers.put(modality, graph);
        } catch (OrtException e) {
            throw new IllegalArgumentException(role + ": " + OnnxSessions.line(e), e);
        }
    }

    @Override
    public Optional<Shape> shape(Modality modality) {
        return Optional.ofNullable(models.get(modality)).map(Model::shape);
    }

    @Override
    public int hidden() {
        return hidden;
    }

    @Override
    public float[] project(Modality modality, float[] embeddings) {
        Model model = requireNonNull(models.get(modality), "bundle has no such projector");
        return model.graph.run(embeddings);
    }

    @Override
    public boolean resamples(Modality modality) {
        return resamplers.containsKey(modality);
    }

    @Override
    public float[] resample(Modality modality, float[] embeddings) {
        return requireNonNull(resamplers.get(modality), "bundle has no such resampler")
                .run(embeddings);
    }

    @Override
    public void close() {
        sessions.forEach(OnnxSessions::close);
    }
}

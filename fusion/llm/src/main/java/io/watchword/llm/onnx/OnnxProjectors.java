package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.watchword.contract.Modality;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.llm.project.Projector;
import java.nio.FloatBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The {@code projector_*} models of a bundle. Owns their sessions. Thread-safe. */
final class OnnxProjectors implements Projector {
    private static final String TOKENS = "tokens";
    private static final String EMBEDS = "embeds";

    private record Model(OrtSession session, Shape shape) {}

    private final Map<Modality, Model> models = new EnumMap<>(Modality.class);
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
                    projectors.add(role, modality, OnnxSessions.open(bundle, role));
                }
            }
            checkArgument(!projectors.models.isEmpty(), "bundle %s: no projector", bundle.name());
            return projectors;
        } catch (IllegalArgumentException e) {
            projectors.close();
            throw e;
        }
    }

    private void add(String role, Modality modality, OrtSession session) {
        models.put(modality, new Model(session, new Shape(0, 0, 0))); // closed with the others
        try {
            long[] in = OnnxSessions.shape(session.getInputInfo(), TOKENS, OnnxJavaType.FLOAT, 3);
            checkArgument(in[1] > 0 && in[2] > 0, "%s: number of embeddings is not fixed", role);
            long[] out = probe(session, (int) in[1], (int) in[2]);
            checkArgument(
                    hidden == 0 || hidden == out[2],
                    "%s gives %d values, other projectors %d",
                    role,
                    out[2],
                    hidden);
            hidden = (int) out[2];
            models.put(
                    modality,
                    new Model(session, new Shape((int) in[1], (int) in[2], (int) out[1])));
        } catch (OrtException e) {
            throw new IllegalArgumentException(role + ": " + OnnxSessions.line(e), e);
        }
    }

    private static long[] probe(OrtSession session, int count, int dim) throws OrtException {
        long[] shape = {1, count, dim};
        FloatBuffer zeros = OnnxSessions.floats(count * dim);
        try (OnnxTensor tokens = OnnxTensor.createTensor(OnnxSessions.environment(), zeros, shape);
                OrtSession.Result result = session.run(Map.of(TOKENS, tokens))) {
            long[] out = ((TensorInfo) result.get(EMBEDS).orElseThrow().getInfo()).getShape();
            checkArgument(out.length == 3, "projector gives rank %d, required 3", out.length);
            return out;
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
        long[] shape = {1, model.shape.count(), model.shape.dim()};
        try (OnnxTensor tokens =
                        OnnxTensor.createTensor(
                                OnnxSessions.environment(), FloatBuffer.wrap(embeddings), shape);
                OrtSession.Result result = model.session.run(Map.of(TOKENS, tokens))) {
            OnnxTensor embeds = (OnnxTensor) result.get(EMBEDS).orElseThrow();
            float[] values = new float[model.shape.positions() * hidden];
            embeds.getFloatBuffer().get(values);
            return values;
        } catch (OrtException e) {
            throw OnnxSessions.bug(e);
        }
    }

    @Override
    public void close() {
        for (Model model : models.values()) {
            try {
                model.session.close();
            } catch (OrtException e) {
                throw OnnxSessions.bug(e);
            }
        }
    }
}

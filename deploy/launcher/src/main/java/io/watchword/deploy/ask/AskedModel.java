package io.watchword.deploy.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.fusion.ask.AskLimits;
import io.watchword.fusion.ask.ModelOfBundle;
import io.watchword.fusion.ask.WindowModel;
import io.watchword.fusion.client.GrpcWindowModel;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.RemoteConfig;
import io.watchword.llm.grpc.LlmServer;
import java.nio.file.Path;
import java.util.Optional;

/** The language model that is asked, and what is known of it before. */
public final class AskedModel {
    private static final int IN_FLIGHT = 8;

    private final PipelineConfig config;
    private final ModelBundle bundle;

    public AskedModel(PipelineConfig config, ModelBundle bundle) {
        this.config = config;
        this.bundle = bundle;
    }

    /** Whether it was taught to answer questions, not only to caption. */
    public boolean answersQuestions() {
        return isPublished()
                || isRemote()
                || bundle.section("languageModel").path("prompt").has("question");
    }

    /** Whether it understands a prompt that holds what it answered before. */
    boolean readsText() {
        return isPublished()
                || isRemote()
                || bundle.section("languageModel").path("readsText").asBoolean(false);
    }

    private boolean isPublished() {
        return bundle.layout().equals(PublishedModel.LAYOUT);
    }

    private boolean isRemote() {
        return config.llm().remote().protocol() != RemoteConfig.Protocol.NONE;
    }

    /** What one question may cost. */
    AskLimits limits(int maxTokens, float leastConfidence) {
        return new AskLimits(maxSegments(), maxTokens, IN_FLIGHT, leastConfidence, readsText());
    }

    int maxSegments() {
        JsonNode most = bundle.section("languageModel").path("maxSegments");
        int described = config.fuse().describing().maxSegments();
        return most.isInt() && most.asInt() > 0 ? Math.min(most.asInt(), described) : described;
    }

    /**
     * Opens the way to it: to a server that runs, or to one that this starts.
     *
     * @param address host and port of a server that runs
     * @param data where the secrets of {@code llm.remote} are
     * @param open takes what must be closed
     */
    WindowModel open(Optional<String> address, Path data, CloseStack open) {
        String target = address.orElseGet(() -> "127.0.0.1:" + start(data, open).port());
        return open.add(
                "language model client",
                new ModelOfBundle(GrpcWindowModel.open(target, config.fuse()), bundle.sha256()));
    }

    private LlmServer start(Path data, CloseStack open) {
        LlmConfig llm = config.llm().withPort(0);
        try {
            return open.add(
                    "language model",
                    LlmServer.start(
                            llm,
                            bundle,
                            name ->
                                    SecretStore.open(DataDirectory.secrets(data), System.getenv())
                                            .find(name)));
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()).lines().toList());
        }
    }
}

package io.watchword.llm.grpc;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.RemoteConfig;
import io.watchword.llm.decode.Captioner;
import io.watchword.llm.decode.LocalCaptioner;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.onnx.OnnxLanguageModel;
import io.watchword.llm.remote.ChatCaptioner;
import io.watchword.llm.remote.CompletionsCaptioner;
import java.util.Optional;
import java.util.function.Function;

/** Opens what answers, as the configuration says. */
final class Captioners {
    private Captioners() {}

    /**
     * @throws IllegalArgumentException with one clear line if the bundle or the section cannot be
     *     used
     */
    static Captioner open(
            LlmConfig config,
            ModelBundle bundle,
            Function<String, Optional<String>> secrets,
            EngineMetrics metrics) {
        RemoteConfig remote = config.remote();
        return switch (remote.protocol()) {
            case NONE ->
                    new LocalCaptioner(
                            OnnxLanguageModel.open(bundle), config.schedulerLimits(), metrics);
            case COMPLETIONS ->
                    CompletionsCaptioner.open(
                            OnnxLanguageModel.openPromptStage(bundle),
                            OnnxLanguageModel.openPromptEmbedder(bundle),
                            remote,
                            secrets);
            case CHAT -> ChatCaptioner.open(bundle.sha256(), remote, secrets);
        };
    }
}

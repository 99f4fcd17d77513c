package io.watchword.llm.remote;

import static io.watchword.contract.Checks.checkArgument;
import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.llm.RemoteConfig;
import io.watchword.llm.decode.Caller;
import io.watchword.llm.decode.Captioner;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.DecodingOptions;
import io.watchword.llm.decode.PromptStage;
import io.watchword.llm.decode.Refusal;
import io.watchword.llm.decode.RequestCheck;
import io.watchword.llm.decode.TokenListener;
import io.watchword.llm.engine.PromptEmbedder;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.prompt.PromptLayout;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * A decoder behind OpenAI's completions API with vLLM's {@code prompt_embeds}: the bundle makes the
 * whole prompt as embeddings, the same that its own decoder would prefill, and the server continues
 * it. The server must hold the decoder whose text embeddings the bundle has. Owns the stage, the
 * embedder and the connections.
 */
public final class CompletionsCaptioner implements Captioner {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PromptStage stage;
    private final PromptEmbedder embedder;
    private final RemoteConfig config;
    private final RemoteClient client;
    private final RequestCheck check;
    private final PromptLayout prompts;

    CompletionsCaptioner(
            PromptStage stage, PromptEmbedder embedder, RemoteConfig config, RemoteClient client) {
        this.stage = requireNonNull(stage, "stage is null");
        this.embedder = requireNonNull(embedder, "embedder is null");
        this.config = requireNonNull(config, "config is null");
        this.client = requireNonNull(client, "client is null");
        this.check = new RequestCheck(stage, (options, limit) -> RemoteOptions.problem(options));
        this.prompts =
                PromptLayout.of(
                        stage.format(), stage.tokenizer(), stage.projector(), stage.maxSegments());
        checkArgument(
                stage.projector().hidden() == embedder.hidden(),
                "projectors give %d values, embed_tokens %d",
                stage.projector().hidden(),
                embedder.hidden());
    }

    /**
     * Connects to nothing yet.
     *
     * @param embedder closed with this, like the stage
     * @param secrets where the API key is, by the name that the configuration gives
     * @throws IllegalArgumentException if the key is missing or the bundle contradicts itself
     */
    public static CompletionsCaptioner open(
            PromptStage stage,
            PromptEmbedder embedder,
            RemoteConfig config,
            Function<String, Optional<String>> secrets) {
        try {
            return new CompletionsCaptioner(
                    stage, embedder, config, RemoteClient.open(config, secrets));
        } catch (IllegalArgumentException e) {
            embedder.close();
            stage.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return stage.name() + " with " + config.model().orElseThrow();
    }

    @Override
    public String sha256() {
        return stage.sha256();
    }

    @Override
    public Optional<Refusal> problem(CaptionRequest request) {
        return check.problem(request);
    }

    @Override
    public DecodeOutcome run(CaptionRequest request, TokenListener listener, Caller caller) {
        if (caller.gone()) {
            return new DecodeOutcome.Stopped();
        }
        Prompt prompt = prompts.build(request);
        byte[] tensor;
        try {
            tensor =
                    TorchTensorFile.write(
                            config.tensorType(),
                            prompt.positions(),
                            embedder.hidden(),
                            embedder.embed(prompt));
        } catch (IllegalArgumentException e) {
            return new DecodeOutcome.Refused(
                    new Refusal(INVALID_OUTPUT, String.valueOf(e.getMessage())));
        }
        SpokenAnswer answer = new SpokenAnswer(AnswerForm.COMPLETION, listener, client::redact);
        byte[] body = body(tensor, limit(request), request.options());
        return client.post("completions", body, answer, caller)
                .orElseGet(() -> answer.outcome(prompt.ledger(), stage.format().sha256(request)));
    }

    private int limit(CaptionRequest request) {
        return request.maxNewTokens() == 0 ? stage.maxNewTokens() : request.maxNewTokens();
    }

    private byte[] body(byte[] tensor, int maxTokens, DecodingOptions options) {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", config.model().orElseThrow());
        body.put("prompt_embeds", Base64.getEncoder().encodeToString(tensor));
        body.put("max_tokens", maxTokens);
        body.put("logprobs", 1);
        body.put("return_token_ids", true);
        ArrayNode stop = body.putArray("stop_token_ids");
        stage.eosIds().stream().sorted().forEach(stop::add);
        RemoteOptions.put(options, config.stop(), body);
        body.put("stream", config.stream());
        return bytes(body);
    }

    static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON cannot be written", e);
        }
    }

    @Override
    public void close() {
        client.close();
        embedder.close();
        stage.close();
    }
}

package io.watchword.llm.remote;

import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static io.watchword.llm.testing.VllmAnswers.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.Modality;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.TokenLedger;
import io.watchword.llm.RemoteConfig;
import io.watchword.llm.RemoteConfig.TensorType;
import io.watchword.llm.decode.Caption;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.Refusal;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.testing.ByteTokenizer;
import io.watchword.llm.testing.FakeHttpModel;
import io.watchword.llm.testing.IdEmbedder;
import io.watchword.llm.testing.Models;
import io.watchword.llm.testing.RemoteConfigs;
import io.watchword.llm.testing.TestCaller;
import io.watchword.llm.testing.TorchTensor;
import io.watchword.llm.testing.VllmAnswers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompletionsCaptionerTest {
    private static final String END = chunk("", ByteTokenizer.EOS, -0.3, "stop");

    private final List<String> heard = new ArrayList<>();

    private CompletionsCaptioner captioner(RemoteConfig config) {
        return CompletionsCaptioner.open(
                Models.promptStage(), new IdEmbedder(), config, name -> Optional.empty());
    }

    private DecodeOutcome run(RemoteConfigs config, FakeHttpModel server, CaptionRequest request) {
        try (CompletionsCaptioner captioner = captioner(config.at(server.url()))) {
            assertThat(captioner.problem(request)).isEmpty();
            return captioner.run(
                    request, (id, text, logprob) -> heard.add(id + text), new TestCaller());
        }
    }

    private static Caption caption(DecodeOutcome outcome) {
        assertThat(outcome).isInstanceOf(DecodeOutcome.Captioned.class);
        return ((DecodeOutcome.Captioned) outcome).caption();
    }

    private static TorchTensor tensor(JsonNode body) throws IOException {
        return TorchTensor.read(Base64.getDecoder().decode(body.path("prompt_embeds").asText()));
    }

    @Test
    void sendsTheSequenceThatADecoderHereWouldPrefill() throws Exception {
        CaptionRequest request =
                Models.request(
                        "en",
                        Models.segment(0, Models.block(Modality.SPATIAL, 2, 3, 1)),
                        Models.segment(
                                2_000_000,
                                Models.block(Modality.MOTION, 4, 3, 2),
                                Models.block(Modality.AUDIO, 2, 3, -3)));
        try (FakeHttpModel server =
                new FakeHttpModel(FakeHttpModel.events(chunk("a", 97, -0.1, null), END))) {
            Caption caption = caption(run(new RemoteConfigs(), server, request));

            TorchTensor sent = tensor(server.received().get(0).body());
            assertThat(sent.shape()).containsExactly(14, 2);
            assertThat(sent.values()) // <seg> <s> 5 5 </s> <seg> <m> 10 10 </m> <a> -15 </a> <en>
                    .containsExactly(
                            257, -257, 258, -258, 5, 5, 5, 5, 259, -259, 257, -257, 260, -260, 10,
                            10, 10, 10, 261, -261, 262, -262, -15, -15, 263, -263, 264, -264);
            assertThat(caption.ledger()).isEqualTo(new TokenLedger(1, 2, 2, 1, 0, 8, 2));
        }
    }

    @Test
    void asksForAGreedyAnswerWithProbabilities() {
        try (FakeHttpModel server =
                new FakeHttpModel(FakeHttpModel.events(chunk("a", 97, -0.1, null), END))) {
            run(new RemoteConfigs().stop("\n", "!"), server, Models.request());

            FakeHttpModel.Received received = server.received().get(0);
            assertThat(received.path()).isEqualTo("/v1/completions");
            JsonNode body = received.body();
            assertThat(body.path("model").asText()).isEqualTo("m");
            assertThat(body.path("temperature").asDouble(-1)).isZero();
            assertThat(body.path("max_tokens").asInt()).isEqualTo(40);
            assertThat(body.path("logprobs").asInt()).isEqualTo(1);
            assertThat(body.path("stream").asBoolean()).isTrue();
            assertThat(body.path("stop_token_ids")).hasToString("[256]");
            assertThat(body.path("stop")).hasToString("[\"\\n\",\"!\"]");
            assertThat(body.has("prompt")).isFalse();
            assertThat(received.headers()).doesNotContainKey("Authorization");
        }
    }

    @Test
    void saysEachPieceAsItComesAndThenTheCaption() {
        try (FakeHttpModel server =
                new FakeHttpModel(
                        FakeHttpModel.events(
                                chunk(" A", 65, -0.1, null),
                                chunk(" c\na", 66, -0.2, null),
                                END,
                                "[DONE]"))) {
            Caption caption = caption(run(new RemoteConfigs(), server, Models.request()));

            assertThat(heard).containsExactly("65 A", "66 c a");
            assertThat(caption.text()).isEqualTo("A c a");
            assertThat(caption.finishReason()).isEqualTo(Caption.FinishReason.STOP);
            assertThat(caption.confidence()).isEqualTo((float) Math.exp(-0.2));
            assertThat(caption.ledger().decoded()).isEqualTo(3);
            assertThat(caption.promptSha256())
                    .isEqualTo(Models.format(Models.PROMPT_WITH_QUESTION).sha256("en", ""));
        }
    }

    @Test
    void readsAWholeAnswerToo() {
        try (FakeHttpModel server =
                new FakeHttpModel(
                        FakeHttpModel.json(
                                200,
                                VllmAnswers.whole(
                                        "length",
                                        List.of("A", " car.", ""),
                                        List.of(-0.1, -0.2, -0.3))))) {
            Caption caption = caption(run(new RemoteConfigs().whole(), server, Models.request()));

            assertThat(server.received().get(0).body().path("stream").asBoolean(true)).isFalse();
            assertThat(caption.text()).isEqualTo("A car.");
            assertThat(caption.finishReason()).isEqualTo(Caption.FinishReason.LENGTH);
            assertThat(caption.confidence()).isEqualTo((float) Math.exp(-0.2));
            assertThat(caption.ledger()).isEqualTo(new TokenLedger(1, 2, 0, 0, 0, 3, 3));
        }
    }

    @Test
    void sendsSixteenBitsWhereTheyAreAskedFor() throws Exception {
        try (FakeHttpModel server =
                new FakeHttpModel(FakeHttpModel.events(chunk("a", 97, -0.1, null), END))) {
            run(new RemoteConfigs().tensorType(TensorType.BFLOAT16), server, Models.request());

            TorchTensor sent = tensor(server.received().get(0).body());
            assertThat(sent.storage()).isEqualTo("BFloat16Storage");
            assertThat(sent.values()).startsWith(256, -256); // 257 has nine bits
        }
    }

    @Test
    void placesTheQuestionAsTheBundleSays() throws Exception {
        CaptionRequest plain = Models.request();
        CaptionRequest asking =
                new CaptionRequest("e", plain.bundleSha256(), "ru", plain.segments(), "?", 7);
        try (FakeHttpModel server =
                new FakeHttpModel(FakeHttpModel.events(chunk("a", 97, -0.1, null), END))) {
            run(new RemoteConfigs(), server, asking);

            JsonNode body = server.received().get(0).body();
            assertThat(tensor(body).values()).endsWith(266, -266, 63, -63, 267, -267, 265, -265);
            assertThat(body.path("max_tokens").asInt()).isEqualTo(7);
        }
    }

    @Test
    void sendsNothingThatIsNoNumber() {
        TokenBlock huge =
                new TokenBlock(Modality.SPATIAL, 2, 3, 1e3f, new byte[] {9, 9, 9, 9, 9, 9});
        CaptionRequest request = Models.request("en", Models.segment(0, huge));
        try (FakeHttpModel server = new FakeHttpModel(FakeHttpModel.events(END))) {
            DecodeOutcome outcome =
                    run(new RemoteConfigs().tensorType(TensorType.FLOAT16), server, request);

            assertThat(outcome)
                    .isEqualTo(
                            new DecodeOutcome.Refused(
                                    new Refusal(
                                            INVALID_OUTPUT,
                                            "value 4 of the embeddings is 90000.0, which is not"
                                                    + " finite as FLOAT16")));
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void refusesAKeyThatIsNotSetAndFreesWhatWasOpened() {
        IdEmbedder embedder = new IdEmbedder();

        assertThatThrownBy(
                        () ->
                                CompletionsCaptioner.open(
                                        Models.promptStage(),
                                        embedder,
                                        new RemoteConfigs()
                                                .apiKey("NO_SUCH_KEY")
                                                .at("https://llm.example/v1"),
                                        name -> Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("llm.remote.apiKey names NO_SUCH_KEY, which is not set");
        assertThat(embedder.closed()).isTrue();
    }
}

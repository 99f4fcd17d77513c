package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.decode.Caption;
import io.watchword.llm.decode.DecodeLoop;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.decode.RequestCheck;
import io.watchword.llm.dense.DenseEvent;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.prompt.PromptBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the random bundle in models/testbundle and what the Python reference made of it. */
class OnnxLanguageModelTest {
    private static final Golden golden = new Golden();
    private static ModelBundle bundle;
    private static LanguageModel model;

    @BeforeAll
    static void open() {
        bundle = Golden.bundle();
        model = OnnxLanguageModel.open(bundle);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Prompt prompt() {
        return new PromptBuilder(model.format(), model.tokenizer(), model.projector())
                .build(golden.request(bundle));
    }

    @Test
    void laysThePromptOutAsTheReferenceDoes() {
        Prompt prompt = prompt();

        List<Integer> ids = new ArrayList<>();
        for (Prompt.Piece piece : prompt.pieces()) {
            if (piece instanceof Prompt.Tokens tokens) {
                Arrays.stream(tokens.ids()).forEach(ids::add);
            }
        }
        JsonNode embeds = golden.caption().path("embedsByModality");
        assertThat(ids).isEqualTo(Arrays.stream(golden.ids("promptIds")).boxed().toList());
        assertThat(prompt.positions()).isEqualTo(golden.caption().path("promptLength").asInt());
        assertThat(prompt.ledger())
                .isEqualTo(
                        new TokenLedger(
                                1,
                                embeds.path("spatial").asInt(),
                                embeds.path("motion").asInt(),
                                embeds.path("audio").asInt(),
                                embeds.path("temporal").asInt(),
                                ids.size() - 1,
                                0));
    }

    @Test
    void decodesTheTokensOfTheReference() {
        CaptionRequest request = golden.request(bundle);
        List<Integer> ids = new ArrayList<>();
        StringBuilder streamed = new StringBuilder();

        DecodeOutcome outcome =
                new DecodeLoop(model)
                        .run(
                                request,
                                (id, text, logprob) -> {
                                    ids.add(id);
                                    streamed.append(text);
                                },
                                () -> false);

        assertThat(new RequestCheck(model).problem(request)).isEmpty();
        assertThat(ids).isEqualTo(Arrays.stream(golden.ids("ids")).boxed().toList());
        Caption caption = ((DecodeOutcome.Captioned) outcome).caption();
        assertThat(caption.finishReason().name())
                .isEqualTo(
                        golden.caption().path("stopped").asText().equals("eos")
                                ? "STOP"
                                : "LENGTH");
        String printable = golden.caption().path("text").asText().replaceAll("\\p{Cntrl}", " ");
        assertThat(caption.text()).isEqualTo(printable.replace("\uFFFD", "").strip());
        assertThat(streamed.toString().strip()).isEqualTo(caption.text());
    }

    @Test
    void tellsEventsWithTheTimeTokensOfTheBundle() {
        CaptionRequest asked = golden.request(bundle);
        int told = 0;
        for (int count = 1; count <= asked.segments().size(); count++) {
            for (String language : List.of("en", "ru")) { // of random weights some tell nothing
                CaptionRequest request =
                        new CaptionRequest(
                                asked.requestId(),
                                asked.bundleSha256(),
                                language,
                                asked.segments().subList(0, count),
                                "",
                                asked.maxNewTokens(),
                                true);

                DecodeOutcome outcome =
                        new DecodeLoop(model).run(request, (id, text, logprob) -> {}, () -> false);

                Caption caption = ((DecodeOutcome.Captioned) outcome).caption();
                told += caption.events().size();
                for (DenseEvent event : caption.events()) {
                    assertThat(event.span().startUs())
                            .isGreaterThanOrEqualTo(request.span().startUs());
                    assertThat(event.span().endUs()).isLessThanOrEqualTo(request.span().endUs());
                }
            }
        }
        assertThat(told).isPositive();
    }

    @Test
    void decodingWithTheCacheEqualsRunningTheWholePromptAgain() {
        Prompt prompt = prompt();
        int[] ids = golden.ids("ids");
        try (Sequence cached = model.engine().prefill(prompt)) {
            for (int step = 0; step < ids.length; step++) {
                cached.decode(ids[step]);
                try (Sequence again =
                        model.engine().prefill(continued(prompt, Arrays.copyOf(ids, step + 1)))) {
                    assertThat(cached.positions()).isEqualTo(again.positions());
                    assertThat(cached.logits()).containsExactly(again.logits(), within(1e-4f));
                }
            }
        }
    }

    private static Prompt continued(Prompt prompt, int[] ids) {
        List<Prompt.Piece> pieces = new ArrayList<>(prompt.pieces());
        pieces.add(new Prompt.Tokens(ids));
        TokenLedger ledger = prompt.ledger();
        return new Prompt(
                pieces,
                new TokenLedger(
                        ledger.text() + ids.length,
                        ledger.spatial(),
                        ledger.motion(),
                        ledger.audio(),
                        ledger.temporal(),
                        ledger.delimiter(),
                        0));
    }

    @Test
    void sequencesOfOneEngineDoNotDisturbEachOther() {
        int[] ids = golden.ids("ids");
        try (Sequence alone = model.engine().prefill(prompt());
                Sequence other = model.engine().prefill(prompt());
                Sequence beside = model.engine().prefill(prompt())) {
            for (int id : ids) {
                alone.decode(id);
            }
            for (int id : ids) {
                other.decode(ids[0]);
                beside.decode(id);
            }

            assertThat(beside.logits()).containsExactly(alone.logits());
        }
    }

    @Test
    void projectsAsTheReferenceDoes() {
        for (Modality modality : Modality.values()) {
            JsonNode reference = golden.encoder("projector_" + modality.key());

            float[] embeds =
                    model.projector()
                            .project(
                                    modality, Golden.ramp(reference.path("inputs").path("tokens")));

            JsonNode output = reference.path("outputs").path("embeds");
            assertThat(model.projector().shape(modality).orElseThrow().positions())
                    .isEqualTo(output.path("shape").get(1).asInt());
            assertThat(model.projector().hidden()).isEqualTo(output.path("shape").get(2).asInt());
            double sum = 0;
            for (float value : embeds) {
                sum += value;
            }
            assertThat(sum).isCloseTo(output.path("sum").asDouble(), within(1e-2));
            for (int i = 0; i < output.path("first").size(); i++) {
                assertThat((double) embeds[i])
                        .isCloseTo(output.path("first").get(i).asDouble(), within(1e-4));
            }
        }
    }

    @Test
    void tokenizerKeepsRussianAndKnowsItsSpecialTokens() {
        String text = "Днём камера стоит: машина едет слева направо.";

        int[] ids = model.tokenizer().encode(text);

        assertThat(model.tokenizer().decode(ids)).isEqualTo(text);
        assertThat(model.tokenizer().encode("<seg><ru>")).hasSize(2);
        assertThat(model.tokenizer().decode(model.tokenizer().encode("<seg>a<eos>")))
                .isEqualTo("a");
        assertThat(model.tokenizer().specialTokens()).contains("<eos>", "<seg>", "</temporal>");
    }

    @Test
    void tokenizerNeverCutsATextShort() {
        String text = "машина едет ".repeat(1_000);

        int[] ids = model.tokenizer().encode(text);

        assertThat(model.tokenizer().decode(ids)).isEqualTo(text);
    }

    @Test
    void saysWhichFileIsNoModel(@TempDir Path directory) throws Exception {
        Path broken = Files.writeString(directory.resolve("decoder.onnx"), "not a model");
        Path tokenizer = Files.writeString(directory.resolve("tokenizer.json"), "{}");

        assertThatThrownBy(() -> OnnxSessions.open(broken, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("decoder.onnx: ");
        assertThatThrownBy(() -> DjlTokenizer.open(tokenizer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokenizer.json: ");
    }
}

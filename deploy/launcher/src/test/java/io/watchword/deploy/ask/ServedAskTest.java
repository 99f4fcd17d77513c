package io.watchword.deploy.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.log.MemoryUnderstanding;
import io.watchword.deploy.log.NoEvents;
import io.watchword.deploy.log.OneAnswer;
import io.watchword.fusion.ask.SearchText;
import io.watchword.view.access.Rights;
import io.watchword.view.ask.AnswerListener.Kind;
import io.watchword.view.ask.AskRefused;
import io.watchword.view.ask.AskedOfStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedAskTest {
    private static final String ANSWERS = "\"languageModel\":{\"prompt\":{\"question\":\"q\"}}";
    private static final String OTHER = "ab".repeat(32);

    private final Path folder;
    private final OneAnswer model = new OneAnswer("Yes.", 0.9f);
    private final MemoryUnderstanding log = new MemoryUnderstanding();
    private final List<Kind> kinds = new ArrayList<>();
    private final List<ObjectNode> told = new ArrayList<>();

    ServedAskTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private ModelBundle bundle(String more) throws IOException {
        Files.writeString(
                folder.resolve("bundle.json"),
                "{\"name\":\"b\",\"version\":1,\"languages\":[\"en\"],\"roles\":{}," + more + "}");
        return ModelBundle.open(folder);
    }

    private void ask(ModelBundle bundle, Rights rights, AskedOfStream question) throws AskRefused {
        try (ServedAsk ask =
                new ServedAsk(
                        () -> Stored.of(log, new NoEvents()),
                        PipelineConfig.DEFAULT,
                        bundle,
                        SearchText.NONE,
                        model)) {
            ask.ask(
                    question,
                    rights,
                    (kind, what) -> {
                        kinds.add(kind);
                        told.add(what);
                    });
        }
    }

    private static AskedOfStream question(String stream, String text) {
        return new AskedOfStream(stream, text, Optional.empty(), Optional.empty(), List.of());
    }

    @Test
    void tellsThePlanTheWindowsAndTheAnswer() throws Exception {
        ModelBundle bundle = bundle(ANSWERS);
        log.with("yard", 3, bundle.sha256());

        ask(bundle, Rights.ALL, question("yard", "Is there a car?"));

        assertThat(kinds).startsWith(Kind.PLAN, Kind.WINDOW).endsWith(Kind.ANSWER);
        assertThat(told.get(told.size() - 1).toString()).contains("Is there a car?");
        assertThat(model.asked()).isNotEmpty();
        assertThat(log.isClosed()).isTrue();
    }

    @Test
    void asksInItsOwnNameAboutWhatABundleThatItReadsEncoded() throws Exception {
        ModelBundle bundle = bundle(ANSWERS + ",\"readsEmbeddingsOf\":[\"" + OTHER + "\"]");
        log.with("yard", 1, OTHER);

        ask(bundle, Rights.ALL, question("yard", "Is there a car?"));

        assertThat(kinds).contains(Kind.ANSWER);
    }

    @Test
    void cannotAnswerAboutWhatAnotherBundleEncoded() throws Exception {
        log.with("yard", 1, OTHER);

        refuses(bundle(ANSWERS), Rights.ALL, question("yard", "Is it?"), AskRefused.Reason.UNABLE);
        assertThat(log.isClosed()).isTrue();
    }

    @Test
    void cannotAnswerWithABundleThatOnlyGivesCaptions() throws Exception {
        ModelBundle bundle = bundle("\"languageModel\":{}");
        log.with("yard", 1, bundle.sha256());

        refuses(bundle, Rights.ALL, question("yard", "Is it?"), AskRefused.Reason.UNABLE);
    }

    @Test
    void doesNotEvenNameStreamsThatTheCallerMayNotRead() throws Exception {
        ModelBundle bundle = bundle(ANSWERS);
        log.with("yard", 1, bundle.sha256()).with("vault", 1, bundle.sha256());
        Rights yard = new Rights("guard", false, Set.of("yard"));

        String hidden =
                refuses(bundle, yard, question("vault", "x?"), AskRefused.Reason.NOTHING_STORED);
        String absent =
                refuses(bundle, yard, question("attic", "x?"), AskRefused.Reason.NOTHING_STORED);

        assertThat(hidden.replace("vault", "*")).isEqualTo(absent.replace("attic", "*"));
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void sendsAQuestionWithoutItsAnswerBack() throws Exception {
        ModelBundle bundle = bundle(ANSWERS);
        log.with("yard", 1, bundle.sha256());

        refuses(bundle, Rights.ALL, question("yard", "And then?"), AskRefused.Reason.BAD_QUESTION);
        refuses(
                bundle,
                Rights.ALL,
                new AskedOfStream(
                        "yard", "Is it?", Optional.of("soon"), Optional.empty(), List.of()),
                AskRefused.Reason.BAD_QUESTION);
    }

    private String refuses(
            ModelBundle bundle, Rights rights, AskedOfStream question, AskRefused.Reason reason) {
        List<String> message = new ArrayList<>();
        assertThatThrownBy(() -> ask(bundle, rights, question))
                .isInstanceOfSatisfying(
                        AskRefused.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(reason);
                            message.add(String.valueOf(e.getMessage()));
                        });
        return message.get(0);
    }
}

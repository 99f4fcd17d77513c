package io.watchword.deploy.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.deploy.log.MemoryUnderstanding;
import io.watchword.deploy.log.NoEvents;
import io.watchword.deploy.log.OneAnswer;
import io.watchword.fusion.ask.AskLimits;
import io.watchword.view.subscribe.Verifier;
import io.watchword.view.subscribe.Verifier.Answer;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredVerifierTest {
    private final MemoryUnderstanding log = new MemoryUnderstanding();

    /** Of a bundle "own" that also reads what "older" encoded. */
    private StoredVerifier verifier(OneAnswer model) {
        return new StoredVerifier(
                log,
                new NoEvents(),
                model,
                new AskLimits(4, 1000, 1, 0.5f, false),
                new StoredVerifier.Reads("own", Set.of("own", "older")::contains, Set.of("en")));
    }

    private static TimelineEntry event(String streamId, String encodedBy) {
        Event event =
                new Event(
                        "e1",
                        1,
                        streamId,
                        streamId,
                        new TimeSpan(0, 2_000_000),
                        "A car stops.",
                        "en",
                        List.of(),
                        Event.Severity.INFO,
                        0.9f,
                        new Event.Evidence(List.of(), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                        new Event.Model("m", "s", "p", "c"),
                        false,
                        Optional.empty());
        return new TimelineEntry(
                event,
                Optional.empty(),
                Instant.EPOCH,
                new EvidenceVectors(
                        encodedBy, new float[0], new float[0], new float[0], new float[0]),
                new Position(0, 0));
    }

    @Test
    void wordsBecomeAQuestionForYesOrNo() {
        assertThat(StoredVerifier.question("someone runs", "en"))
                .isEqualTo("Is it so that someone runs?");
        assertThat(StoredVerifier.question("кто-то бежит.", "ru"))
                .isEqualTo("Верно ли, что кто-то бежит?");
        assertThat(StoredVerifier.question("Is there a car?", "en")).isEqualTo("Is there a car?");
        assertThat(StoredVerifier.question("a\nb\u001b", "en")).isEqualTo("Is it so that a b ?");
    }

    @Test
    void asksInItsOwnNameAboutWhatABundleThatItReadsEncoded() {
        OneAnswer model = new OneAnswer("Yes.", 0.9f);
        log.with("yard", 2, "older");

        Verifier.Verdict known = verifier(model).verify("a car", "en", event("yard", "older"));
        Verifier.Verdict found = verifier(model).verify("a car", "en", event("yard", ""));

        assertThat(known.answer()).isEqualTo(Answer.YES);
        assertThat(found.answer()).isEqualTo(Answer.YES);
        assertThat(model.asked())
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(asked -> asked.bundleSha256().equals("own"));
    }

    @Test
    void cannotSayAnythingOfWhatItCannotRead() {
        OneAnswer model = new OneAnswer("No.", 0.9f);
        log.with("yard", 2, "foreign");

        assertThat(verifier(model).verify("a car", "en", event("yard", "foreign")).answer())
                .isEqualTo(Answer.CANNOT_SAY);
        assertThat(verifier(model).verify("a car", "en", event("yard", "")).answer())
                .isEqualTo(Answer.CANNOT_SAY);
        assertThat(verifier(model).verify("машина", "ru", event("yard", "own")).answer())
                .isEqualTo(Answer.CANNOT_SAY);
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void aSureNoIsANoAndAnUnsureYesIsNeither() {
        log.with("yard", 2, "own");

        assertThat(
                        verifier(new OneAnswer("No.", 0.9f))
                                .verify("a car", "en", event("yard", "own"))
                                .answer())
                .isEqualTo(Answer.NO);
        assertThat(
                        verifier(new OneAnswer("Yes.", 0.2f))
                                .verify("a car", "en", event("yard", "own"))
                                .answer())
                .isEqualTo(Answer.CANNOT_SAY);
    }
}

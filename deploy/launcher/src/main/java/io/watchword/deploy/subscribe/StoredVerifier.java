package io.watchword.deploy.subscribe;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.ask.AskLimits;
import io.watchword.fusion.ask.AskedQuestion;
import io.watchword.fusion.ask.Asker;
import io.watchword.fusion.ask.ModelOfBundle;
import io.watchword.fusion.ask.SearchText;
import io.watchword.fusion.ask.WindowModel;
import io.watchword.fusion.client.GrpcWindowModel;
import io.watchword.fusion.log.EventLog;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.UnderstandingLog;
import io.watchword.fusion.log.kafka.KafkaEventLog;
import io.watchword.fusion.log.kafka.KafkaUnderstandingLog;
import io.watchword.view.subscribe.Verifier;
import io.watchword.view.timeline.TimelineEntry;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Asks the language model whether an event is what a subscription looks for, from the stored
 * embeddings of its span. Any thread may ask; they take turns. Owns what it opened.
 */
public final class StoredVerifier implements Verifier, AutoCloseable {
    private static final Verdict CANNOT_SAY = new Verdict(Answer.CANNOT_SAY, 0);

    private final UnderstandingLog log;
    private final EventLog events;
    private final WindowModel model;
    private final Asker asker;
    private final Reads reads;

    /**
     * What a language model can be asked about.
     *
     * @param bundleSha256 its own bundle
     * @param embeddingsOf whether it reads what the bundle with a sha256 encoded
     * @param languages that it speaks; in others nothing is asked
     */
    public record Reads(
            String bundleSha256, Predicate<String> embeddingsOf, Set<String> languages) {
        public Reads {
            languages = Set.copyOf(languages);
        }

        public static Reads of(ModelBundle bundle) {
            return new Reads(
                    bundle.sha256(), bundle::readsEmbeddingsOf, Set.copyOf(bundle.languages()));
        }
    }

    /**
     * At a broker and a language model that run.
     *
     * @param llmTarget host and port of the language model
     */
    public static StoredVerifier open(
            String bootstrapServers, String llmTarget, ModelBundle bundle, FuseConfig config) {
        int most = bundle.section("languageModel").path("maxSegments").asInt(Integer.MAX_VALUE);
        KafkaUnderstandingLog log = KafkaUnderstandingLog.open(bootstrapServers);
        return new StoredVerifier(
                log,
                KafkaEventLog.open(bootstrapServers, log),
                GrpcWindowModel.open(llmTarget, config),
                new AskLimits(
                        Math.max(1, Math.min(most, config.describing().maxSegments())),
                        AskLimits.DEFAULT_TOKENS,
                        1,
                        AskLimits.DEFAULT_CONFIDENCE,
                        false),
                Reads.of(bundle));
    }

    /**
     * @param log used by this alone, and closed with it, as are the others
     * @param model answers within its deadline, or refuses
     */
    public StoredVerifier(
            UnderstandingLog log,
            EventLog events,
            WindowModel model,
            AskLimits limits,
            Reads reads) {
        this.log = log;
        this.events = events;
        this.model = new ModelOfBundle(model, reads.bundleSha256());
        this.asker = new Asker(log, events, SearchText.NONE, this.model, limits);
        this.reads = reads;
    }

    @Override
    public synchronized Verdict verify(String words, String language, TimelineEntry entry) {
        if (!reads.languages().contains(language)) {
            return CANNOT_SAY;
        }
        AskedQuestion question =
                AskedQuestion.of(
                        entry.event().streamId(),
                        entry.event().span(),
                        language,
                        question(words, language));
        return encodedBy(entry)
                .flatMap(bundle -> asker.ask(question, bundle, Asker.Listener.NONE))
                .map(StoredVerifier::verdict)
                .orElse(CANNOT_SAY);
    }

    /** Whose embeddings to ask about: those the event rests on, else the newest of its span. */
    private Optional<String> encodedBy(TimelineEntry entry) {
        String known = entry.vectors().bundleSha256();
        if (!known.isEmpty()) {
            return Optional.of(known).filter(reads.embeddingsOf());
        }
        return log.stream(entry.event().streamId()).stream()
                .flatMap(stream -> stream.bundles().stream())
                .filter(bundle -> bundle.span().overlaps(entry.event().span()))
                .map(StoredStream.StoredBundle::sha256)
                .filter(reads.embeddingsOf())
                .findFirst();
    }

    /** A question as it stands; of what is no question, whether it is so. */
    static String question(String words, String language) {
        String said = words.strip().replaceAll("\\p{Cntrl}+", " ");
        if (said.endsWith("?")) {
            return said;
        }
        String bare = said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
        return (language.equals("ru") ? "Верно ли, что " : "Is it so that ") + bare + "?";
    }

    private static Verdict verdict(io.watchword.fusion.ask.Answer answer) {
        return switch (answer.verdict()) {
            case YES -> new Verdict(Answer.YES, answer.confidence());
            // An unsure yes counts as none there; here it must not cost the hit.
            case NO ->
                    answer.unsure() > 0 ? CANNOT_SAY : new Verdict(Answer.NO, answer.confidence());
            case TOLD, UNANSWERED -> CANNOT_SAY;
        };
    }

    @Override
    public synchronized void close() {
        model.close();
        events.close();
        log.close();
    }
}

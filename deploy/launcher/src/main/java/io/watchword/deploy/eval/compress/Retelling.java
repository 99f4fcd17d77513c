package io.watchword.deploy.eval.compress;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Compression;
import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.TokenBlock;
import io.watchword.deploy.eval.ask.LanguageModelAsker;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.kept.ToldEvent;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.eval.set.SourceTruth;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.describe.DenseEvent;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.describe.EventWriter;
import io.watchword.fusion.describe.Question;
import io.watchword.fusion.describe.QuestionFinder;
import io.watchword.llm.decode.Caption;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Describes kept embeddings again, as the pipeline does: the same detector, the same questions, the
 * same events of the answers; only the prompts are made shorter. One question at a time, on the
 * thread that calls. Not thread-safe.
 */
final class Retelling {
    private static final int WARM_UP = 8; // questions that count for nothing

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final EvaluationSet set;
    private final Kept kept;
    private final LanguageModelAsker asker;
    private final FuseConfig config;
    private final EventWriter writer;
    private List<Question> questions = List.of();
    private long videoUs;

    Retelling(EvaluationSet set, Kept kept, LanguageModelAsker asker, String language) {
        this.set = requireNonNull(set, "set is null");
        this.kept = requireNonNull(kept, "kept is null");
        this.asker = requireNonNull(asker, "asker is null");
        this.config = FuseConfig.DEFAULT.withLanguage(language);
        this.writer = new EventWriter(config);
    }

    /** Has the detector find what to ask, once for all kinds of prompts. */
    int find() {
        List<Question> found = new ArrayList<>();
        videoUs = 0;
        for (SourceTruth source : set.sources()) {
            QuestionFinder finder = new QuestionFinder(config);
            List<Embedding> embeddings = kept.embeddings(source.name());
            embeddings.forEach(embedding -> found.addAll(finder.take(embedding)));
            found.addAll(finder.end());
            if (!embeddings.isEmpty()) {
                videoUs +=
                        embeddings.get(embeddings.size() - 1).span().endUs()
                                - embeddings.get(0).span().startUs();
            }
        }
        found.removeIf(question -> question.context().isEmpty());
        found.stream().limit(WARM_UP).forEach(question -> ask(question, Compression.NONE));
        questions = List.copyOf(found);
        return questions.size();
    }

    /** Asks all of it in prompts of this kind. */
    Retold tell(Compression compression) {
        List<ToldEvent> events = new ArrayList<>();
        int answered = 0;
        long positions = 0;
        long askedUs = 0;
        long beganNs = threads.getCurrentThreadCpuTime();
        for (Question question : questions) {
            Optional<Caption> said = ask(question, compression);
            if (said.isPresent()) {
                answered++;
                positions += said.get().ledger().prompt();
                askedUs += question.context().stream().mapToLong(s -> s.span().durationUs()).sum();
                writer.write(question, described(said.get())).forEach(e -> events.add(told(e)));
            }
        }
        long cpuNs = threads.getCurrentThreadCpuTime() - beganNs;
        return new Retold(
                events, answered, questions.size() - answered, positions, askedUs, videoUs, cpuNs);
    }

    private Optional<Caption> ask(Question question, Compression compression) {
        List<SegmentTokens> segments =
                question.context().stream()
                        .map(
                                segment ->
                                        new SegmentTokens(
                                                segment.span(),
                                                segment.blocks().stream()
                                                        .filter(block -> !block.isZero())
                                                        .map(TokenBlock::withoutDetail)
                                                        .toList()))
                        .toList();
        return asker.caption(segments, question.language(), question.asksWhen(), compression);
    }

    private static Description.Described described(Caption caption) {
        return new Description.Described(
                caption.text(),
                caption.confidence(),
                caption.ledger(),
                "",
                "",
                caption.promptSha256(),
                caption.events().stream()
                        .map(one -> new DenseEvent(one.span(), one.text(), one.confidence()))
                        .toList());
    }

    private static ToldEvent told(Event event) {
        return new ToldEvent(
                event.eventId(),
                event.source(),
                event.span(),
                event.caption(),
                event.language(),
                event.labels(),
                event.confidence(),
                event.evidence().segmentIds());
    }
}

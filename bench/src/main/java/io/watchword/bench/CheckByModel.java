package io.watchword.bench;

import static java.util.Comparator.comparingLong;

import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.eval.ask.LanguageModelAsker;
import io.watchword.deploy.subscribe.StoredVerifier;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.ask.AskLimits;
import io.watchword.fusion.ask.WindowModel;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.log.EventLog;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.UnderstandingLog;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import io.watchword.view.subscribe.Verifier;
import io.watchword.view.timeline.TimelineEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The yes or no of a bundle's language model to a hit, as the view asks for it, over kept
 * embeddings in this process. Each question is asked once, however often its answer is wanted.
 */
final class CheckByModel implements AutoCloseable {
    private final StoredVerifier verifier;
    private final Map<List<String>, Verifier.Verdict> known = new HashMap<>();

    private CheckByModel(StoredVerifier verifier) {
        this.verifier = verifier;
    }

    static CheckByModel open(ModelBundle bundle, ToldScenes scenes) {
        LanguageModelAsker model = LanguageModelAsker.open(bundle);
        return new CheckByModel(
                new StoredVerifier(
                        new KeptEmbeddings(scenes),
                        new ToldEvents(scenes.told()),
                        new InThisProcess(model),
                        new AskLimits(
                                Math.min(
                                        model.maxSegments(),
                                        FuseConfig.DEFAULT.describing().maxSegments()),
                                AskLimits.DEFAULT_TOKENS,
                                1,
                                AskLimits.DEFAULT_CONFIDENCE,
                                false),
                        StoredVerifier.Reads.of(bundle)));
    }

    Verifier.Verdict verdict(Wish wish, TimelineEntry entry) {
        return known.computeIfAbsent(
                List.of(wish.words(), entry.event().eventId()),
                question -> verifier.verify(wish.words(), wish.language(), entry));
    }

    @Override
    public void close() {
        verifier.close();
    }

    private record KeptEmbeddings(Map<String, List<Embedding>> byStream)
            implements UnderstandingLog {
        KeptEmbeddings(ToldScenes scenes) {
            this(new HashMap<>());
            for (String source : scenes.kept().sources()) {
                List<Embedding> all = scenes.kept().embeddings(source);
                byStream.put(all.get(0).streamId(), all);
            }
        }

        @Override
        public List<StoredStream> streams() {
            return List.of();
        }

        @Override
        public void read(String streamId, TimeSpan span, Consumer<Embedding> each) {
            byStream.getOrDefault(streamId, List.of()).stream()
                    .filter(embedding -> embedding.span().overlaps(span))
                    .forEach(each);
        }

        @Override
        public void read(
                String streamId, String bundleSha256, TimeSpan span, Consumer<Embedding> each) {
            read(
                    streamId,
                    span,
                    embedding -> {
                        if (embedding.bundleSha256().equals(bundleSha256)) {
                            each.accept(embedding);
                        }
                    });
        }

        @Override
        public void close() {}
    }

    private record ToldEvents(List<TimelineEntry> told) implements EventLog {
        @Override
        public void read(String streamId, TimeSpan span, Consumer<Event> each) {
            told.stream()
                    .map(TimelineEntry::event)
                    .filter(event -> event.streamId().equals(streamId))
                    .filter(event -> event.span().overlaps(span))
                    .sorted(comparingLong(event -> event.span().startUs()))
                    .forEach(each);
        }

        @Override
        public void close() {}
    }

    private record InThisProcess(LanguageModelAsker model) implements WindowModel {
        @Override
        public CompletableFuture<Description> answer(Asked asked) {
            List<SegmentTokens> segments = new ArrayList<>();
            for (ContextSegment segment : asked.segments()) {
                segments.add(new SegmentTokens(segment.span(), segment.blocks()));
            }
            return CompletableFuture.completedFuture(
                    model.ask(segments, asked.language(), asked.text())
                            .<Description>map(
                                    answer ->
                                            new Description.Described(
                                                    answer.text(),
                                                    (float) answer.confidence(),
                                                    new TokenLedger(0, 0, 0, 0, 0, 0, 0),
                                                    "",
                                                    "",
                                                    ""))
                            .orElseThrow());
        }

        @Override
        public void close() {
            model.close();
        }
    }
}

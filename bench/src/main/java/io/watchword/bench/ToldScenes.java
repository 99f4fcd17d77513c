package io.watchword.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.set.Described;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.eval.set.Grammar;
import io.watchword.deploy.eval.set.SourceTruth;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rendered scenes: what truly happens in them, and what was told of them. */
final class ToldScenes {
    private static final long LEAST_OVERLAP_US = 300_000;
    private static final long NEAR_US = 2_000_000;

    private final Grammar grammar;
    private final Kept kept;
    private final Map<String, SourceTruth> sources = new LinkedHashMap<>();
    private final Map<String, List<Described>> truth = new LinkedHashMap<>();
    private final List<TimelineEntry> told = new ArrayList<>();

    private ToldScenes(Grammar grammar, Kept kept) {
        this.grammar = grammar;
        this.kept = kept;
    }

    /**
     * Opens what {@code watchword eval} left.
     *
     * @param evaluated its {@code --out}
     * @param set its {@code --set}
     */
    static ToldScenes open(Path evaluated, Path set) throws IOException {
        EvaluationSet scenes = EvaluationSet.open(set);
        ToldScenes opened =
                new ToldScenes(
                        scenes.grammar()
                                .orElseThrow(() -> new IllegalArgumentException("no grammar.json")),
                        Kept.open(evaluated.resolve("kept"))
                                .orElseThrow(
                                        () -> new IllegalArgumentException("no kept embeddings")));
        for (SourceTruth source : scenes.sources()) {
            opened.sources.put(source.name(), source);
            opened.truth.put(source.name(), source.events());
        }
        for (String line : Files.readAllLines(evaluated.resolve("events/events.jsonl"))) {
            if (EventCodec.decode(line.getBytes(UTF_8)) instanceof Decoded.Valid<Event> valid) {
                opened.told.add(opened.entry(valid.value(), opened.told.size()));
            }
        }
        return opened;
    }

    Kept kept() {
        return kept;
    }

    /** What happens, by source. */
    Map<String, List<Described>> truth() {
        return truth;
    }

    /** What the pipeline told. */
    List<TimelineEntry> told() {
        return told;
    }

    /** The same events, each with the true sentence of its span. */
    List<TimelineEntry> rightlyTold(String language) {
        List<TimelineEntry> all = new ArrayList<>();
        for (TimelineEntry entry : told) {
            Event event = entry.event();
            Optional.ofNullable(sources.get(event.source()))
                    .flatMap(source -> source.window(event.span(), NEAR_US))
                    .flatMap(window -> window.sentence(language))
                    .ifPresent(sentence -> all.add(saying(entry, sentence, language)));
        }
        return all;
    }

    private static TimelineEntry saying(TimelineEntry entry, String caption, String language) {
        Event event = entry.event();
        return new TimelineEntry(
                new Event(
                        event.eventId(),
                        event.revision(),
                        event.streamId(),
                        event.source(),
                        event.span(),
                        caption,
                        language,
                        event.labels(),
                        event.severity(),
                        event.confidence(),
                        event.evidence(),
                        event.model(),
                        event.degraded(),
                        event.supersedes()),
                entry.startsAt(),
                entry.recordedAt(),
                entry.vectors(),
                entry.position());
    }

    /** What a caption says in facts; empty if it says nothing that the grammar knows. */
    Map<String, String> said(Event event) {
        return grammar.read(event.caption(), event.language()).orElse(Map.of());
    }

    /** What happens within an event's span. */
    List<Described> happening(Event event) {
        return truth.getOrDefault(event.source(), List.of()).stream()
                .filter(one -> overlap(one.span(), event.span()))
                .toList();
    }

    static boolean overlap(TimeSpan happening, TimeSpan told) {
        long us =
                Math.min(happening.endUs(), told.endUs())
                        - Math.max(happening.startUs(), told.startUs());
        return us >= Math.min(LEAST_OVERLAP_US, happening.endUs() - happening.startUs());
    }

    private TimelineEntry entry(Event event, int offset) {
        return new TimelineEntry(
                event, Optional.empty(), Instant.EPOCH, vectors(event), new Position(0, offset));
    }

    private EvidenceVectors vectors(Event event) {
        float[] sum = new float[0];
        for (String id : event.evidence().segmentIds()) {
            float[] one = kept.embedding(id).map(Embedding::searchVector).orElse(new float[0]);
            sum = sum.length == 0 ? new float[one.length] : sum;
            for (int i = 0; i < one.length; i++) {
                sum[i] += one[i];
            }
        }
        double squares = 0;
        for (float value : sum) {
            squares += (double) value * value;
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (sum[i] / Math.sqrt(squares));
        }
        return new EvidenceVectors(
                kept.bundleSha256(), sum, new float[0], new float[0], new float[0]);
    }
}

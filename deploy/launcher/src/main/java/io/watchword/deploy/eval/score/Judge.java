package io.watchword.deploy.eval.score;

import io.watchword.deploy.eval.kept.ToldEvent;
import io.watchword.deploy.eval.set.Described;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.eval.set.Grammar;
import io.watchword.deploy.eval.set.SourceTruth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the truth of an event's span. A span is snapped to the nearest window of the set; where the
 * ends of the nearest are more than a second apart in sum, nothing is judged.
 */
public final class Judge {
    public static final long WITHIN_US = 1_000_000;

    private final EvaluationSet set;
    private final Map<String, SourceTruth> sources = new HashMap<>();

    public Judge(EvaluationSet set) {
        this.set = set;
        set.sources().forEach(source -> sources.put(source.name(), source));
    }

    /** The events of sources in the set; parts of events have no sentence of their own. */
    public List<Judged> judge(List<ToldEvent> events) {
        List<Judged> judged = new ArrayList<>();
        for (ToldEvent event : events) {
            SourceTruth source = sources.get(event.source());
            if (source != null && !event.part()) {
                judged.add(judge(event, source));
            }
        }
        return judged;
    }

    private Judged judge(ToldEvent event, SourceTruth source) {
        Optional<Described> window = source.window(event.span(), WITHIN_US);
        return new Judged(
                event,
                source,
                window.flatMap(found -> found.sentence(event.language())),
                window.flatMap(this::truth),
                read(event.caption(), event.language()));
    }

    /** Slots of a window: its own, or those of its sentence. */
    public Optional<Map<String, String>> truth(Described window) {
        if (set.grammar().isEmpty()) {
            return Optional.empty();
        }
        if (!window.slots().isEmpty()) {
            return Optional.of(window.slots());
        }
        return window.sentences().entrySet().stream()
                .filter(entry -> set.grammar().get().speaks(entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .findFirst()
                .flatMap(entry -> read(entry.getValue(), entry.getKey()));
    }

    private Optional<Map<String, String>> read(String sentence, String language) {
        return set.grammar().flatMap(grammar -> grammar.read(sentence, language));
    }

    public List<String> slots() {
        return set.grammar().map(Grammar::slots).orElse(List.of());
    }
}

package io.watchword.deploy.eval.score;

import io.watchword.deploy.eval.kept.ToldEvent;
import io.watchword.deploy.eval.set.SourceTruth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event beside the truth of its span.
 *
 * @param sentence what would have been right, in the event's language; empty where the set has none
 * @param truth slots of the span; empty where no window of the set is near, or it has no slots
 * @param said slots read out of the caption; empty if nothing can be read
 */
public record Judged(
        ToldEvent event,
        SourceTruth source,
        Optional<String> sentence,
        Optional<Map<String, String>> truth,
        Optional<Map<String, String>> said) {
    /** Slots that are wrong, of those there are. */
    public List<String> wrong(List<String> slots) {
        List<String> wrong = new ArrayList<>();
        for (String slot : slots) {
            String value = truth.orElse(Map.of()).getOrDefault(slot, "none");
            if (said.isEmpty() || !value.equals(said.get().get(slot))) {
                wrong.add(slot);
            }
        }
        return wrong;
    }
}

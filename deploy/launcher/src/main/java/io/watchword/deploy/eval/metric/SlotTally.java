package io.watchword.deploy.eval.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Slots of sentences against the truth: right and all, by slot, and what always saying the
 * commonest value would get. Collects; not thread-safe.
 */
public final class SlotTally {
    private final List<String> slots;
    private final Map<String, Integer> right = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> values = new LinkedHashMap<>();
    private int sentences;
    private int whole;

    public SlotTally(List<String> slots) {
        this.slots = List.copyOf(slots);
        slots.forEach(slot -> values.put(slot, new LinkedHashMap<>()));
    }

    /**
     * Counts a sentence; a slot that could not be read is wrong.
     *
     * @return whether every slot is right
     */
    public boolean add(Optional<Map<String, String>> said, Map<String, String> truth) {
        boolean all = true;
        for (String slot : slots) {
            String value = truth.getOrDefault(slot, "none");
            values.computeIfAbsent(slot, any -> new LinkedHashMap<>())
                    .merge(value, 1, Integer::sum);
            boolean same = said.isPresent() && value.equals(said.get().get(slot));
            right.merge(slot, same ? 1 : 0, Integer::sum);
            all &= same;
        }
        sentences++;
        whole += all ? 1 : 0;
        return all;
    }

    public int sentences() {
        return sentences;
    }

    /** Share of right slots, all slots alike. */
    public double accuracy() {
        return slots.stream().mapToDouble(this::accuracy).average().orElse(0);
    }

    public double accuracy(String slot) {
        return right.getOrDefault(slot, 0) / (double) Math.max(1, sentences);
    }

    /** Share of sentences of which every slot is right. */
    public double wholeSentences() {
        return whole / (double) Math.max(1, sentences);
    }

    /** What always saying the commonest value would get. */
    public double majority(String slot) {
        int most =
                values.getOrDefault(slot, Map.of()).values().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0);
        return most / (double) Math.max(1, sentences);
    }

    /** {@link #majority(String)}, all slots alike. */
    public double majority() {
        return slots.stream().mapToDouble(this::majority).average().orElse(0);
    }

    public List<String> slots() {
        return slots;
    }
}

package io.watchword.deploy.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code scores.json} holds: one figure for each headline key, or null and the reason, and
 * everything else under {@code detail}. Collects; not thread-safe.
 */
public final class Scores {
    /** The keys that are always there. */
    public static final List<String> KEYS =
            List.of(
                    "slot_accuracy",
                    "slot_accuracy_heldout",
                    "event_f1_50",
                    "sound_accuracy",
                    "onset_error_ms",
                    "codes_used",
                    "motion_probe",
                    "retrieval_r1",
                    "retrieval_r10",
                    "presence_f1",
                    "russian_gap",
                    "ece",
                    "blind_slot_accuracy");

    private static final double PLACES = 1e4;

    private final ObjectNode root = new ObjectMapper().createObjectNode();
    private final ObjectNode detail = new ObjectMapper().createObjectNode();
    private final Map<String, String> reasons = new TreeMap<>();

    public Scores() {
        KEYS.forEach(root::putNull);
    }

    /** Sets a headline figure. */
    public void put(String key, double value) {
        root.put(key, rounded(value));
        reasons.remove(key);
    }

    /** Says why a headline figure is not there. */
    public void absent(String key, String reason) {
        if (root.path(key).isNull()) {
            reasons.put(key, reason);
        }
    }

    /** A section of the details; made when first asked for. */
    public ObjectNode detail(String section) {
        return detail.withObject("/" + section);
    }

    public void note(String key, String value) {
        root.put(key, value);
    }

    public void note(String key, long value) {
        root.put(key, value);
    }

    /** Everything as it is written. */
    public JsonNode json() {
        ObjectNode all = root.deepCopy();
        ObjectNode missing = all.putObject("not_measured");
        reasons.forEach(missing::put);
        KEYS.forEach(
                key -> {
                    if (all.path(key).isNull() && !missing.has(key)) {
                        missing.put(key, "the set or the run has nothing to measure it by");
                    }
                });
        all.set("detail", detail);
        return all;
    }

    static double rounded(double value) {
        return Math.round(value * PLACES) / PLACES;
    }
}

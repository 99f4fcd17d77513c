package io.watchword.deploy.eval.set;

import java.util.HashMap;
import java.util.Map;

/** Equal values as one: hundreds of windows of a source say the same few things. */
final class Shared {
    private final Map<String, String> texts = new HashMap<>();
    private final Map<Map<String, String>, Map<String, String>> maps = new HashMap<>();

    String one(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    /** An unmodifiable map. */
    Map<String, String> one(Map<String, String> map) {
        Map<String, String> copy = Map.copyOf(map);
        Map<String, String> known = maps.putIfAbsent(copy, copy);
        return known == null ? copy : known;
    }
}

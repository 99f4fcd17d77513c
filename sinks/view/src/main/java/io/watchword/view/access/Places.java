package io.watchword.view.access;

import java.util.HashMap;
import java.util.Map;

/** How many feeds each caller has open, and how many more it may. Thread-safe. */
final class Places {
    private final int most;
    private final Map<String, Integer> taken = new HashMap<>(); // guarded by itself

    Places(int most) {
        this.most = most;
    }

    boolean take(String principal) {
        synchronized (taken) {
            int before = taken.getOrDefault(principal, 0);
            if (before >= most) {
                return false;
            }
            taken.put(principal, before + 1);
            return true;
        }
    }

    void free(String principal) {
        synchronized (taken) {
            taken.computeIfPresent(principal, (name, count) -> count == 1 ? null : count - 1);
        }
    }
}

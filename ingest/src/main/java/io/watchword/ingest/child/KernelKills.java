package io.watchword.ingest.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many processes the kernel has ended so far because memory ran out, so that its SIGKILL can be
 * told from somebody else's.
 */
record KernelKills(long count) {
    private static final Path COUNTERS = Path.of("/proc/vmstat");
    private static final String NAME = "oom_kill ";

    static KernelKills now() {
        try {
            return new KernelKills(
                    Files.readAllLines(COUNTERS).stream()
                            .filter(line -> line.startsWith(NAME))
                            .mapToLong(line -> Long.parseLong(line.substring(NAME.length()).trim()))
                            .sum());
        } catch (IOException | NumberFormatException e) {
            return new KernelKills(0); // not Linux, or not shown here
        }
    }

    /** Whether there have been more since. */
    boolean more() {
        return now().count > count;
    }
}

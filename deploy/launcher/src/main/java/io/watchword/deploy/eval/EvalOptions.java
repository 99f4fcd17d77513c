package io.watchword.deploy.eval;

import io.watchword.contract.Compression;
import io.watchword.deploy.eval.audit.Audit;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line of {@code eval} asks for.
 *
 * @param languages the first goes through the pipeline; the others are asked about the same events
 * @param events scored instead of running the pipeline
 * @param compressions ways to make prompts shorter that are compared, and nothing else; empty to
 *     score all there is
 * @param limit sources at most
 * @param command the whole command, for the record
 */
record EvalOptions(
        Path set,
        Path bundle,
        Path out,
        List<String> languages,
        Set<Audit> audits,
        Optional<Path> events,
        List<Compression> compressions,
        int limit,
        long seed,
        boolean report,
        String command) {
    EvalOptions {
        languages = List.copyOf(languages);
        compressions = List.copyOf(compressions);
        audits = Collections.unmodifiableSet(new LinkedHashSet<>(audits)); // keeps the order
    }

    Path eventsDirectory() {
        return out.resolve("events");
    }

    Path keptDirectory() {
        return out.resolve("kept");
    }
}

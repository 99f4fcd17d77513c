package io.watchword.llm.engine;

import io.watchword.llm.prompt.Prompt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Runs prompts, the head that several have in common once: within a job, and from one job to the
 * next while it is among the last few that were used. A prompt with a head is always run in two
 * pieces, whether its head is at hand or not, so that what is said does not depend on who asked
 * before. Not thread-safe: the thread that owns the sequences owns it. Owns the heads it keeps.
 */
final class PromptHeads {
    private static final int MOST = 8; // kept

    private final LlmEngine engine;
    private final EngineMetrics metrics;
    private final LongSupplier nanoClock;
    private final Deque<Head> heads = new ArrayDeque<>(); // the last used first

    private record Head(Prompt of, Sequence read) {}

    PromptHeads(LlmEngine engine, EngineMetrics metrics, LongSupplier nanoClock) {
        this.engine = engine;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
    }

    /**
     * Runs the prompts of one job.
     *
     * @return in their order; the caller closes them
     */
    List<Sequence> run(List<Prompt> prompts) {
        List<Sequence> sequences = new ArrayList<>(prompts.size());
        try {
            for (Prompt prompt : prompts) {
                sequences.add(prompt.hasHead() ? fork(prompt) : read(prompt));
            }
            return sequences;
        } catch (RuntimeException | Error e) {
            sequences.forEach(Sequence::close);
            throw e;
        }
    }

    private Sequence fork(Prompt prompt) {
        Optional<Head> known = take(prompt);
        known.ifPresent(head -> metrics.reused(head.of().head().prompt()));
        Head head = known.orElseGet(() -> new Head(prompt, read(prompt.headAlone())));
        heads.addFirst(head);
        Sequence sequence = head.read().fork();
        try {
            Prompt rest = prompt.afterHead();
            long startNs = nanoClock.getAsLong();
            sequence.extend(rest);
            metrics.prefilled(rest.ledger(), nanoClock.getAsLong() - startNs);
            return sequence;
        } catch (RuntimeException | Error e) {
            sequence.close();
            throw e;
        }
    }

    private Sequence read(Prompt prompt) {
        long startNs = nanoClock.getAsLong();
        Sequence sequence = engine.prefill(prompt);
        metrics.prefilled(prompt.ledger(), nanoClock.getAsLong() - startNs);
        return sequence;
    }

    private Optional<Head> take(Prompt prompt) {
        for (Iterator<Head> each = heads.iterator(); each.hasNext(); ) {
            Head head = each.next();
            if (head.of().beginsLike(prompt)) {
                each.remove();
                return Optional.of(head);
            }
        }
        return Optional.empty();
    }

    /** Positions of the heads that are kept. */
    int positions() {
        return heads.stream().mapToInt(head -> head.read().positions()).sum();
    }

    /** Gives up those used longest ago until the others have no more positions than this. */
    void keep(int positions) {
        while (!heads.isEmpty() && (heads.size() > MOST || positions() > positions)) {
            heads.removeLast().read().close();
        }
    }
}

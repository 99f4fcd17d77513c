package io.watchword.llm.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A strand under way, and the sequences that go on from its prompt. Not thread-safe: the thread
 * that owns the sequences owns it.
 */
final class Running {
    private final Under under;
    private final Strand strand;
    private List<Sequence> rows;

    /** A job under way, shared by its strands. */
    static final class Under {
        private final Job job;
        private int strands;
        private boolean ended;

        /**
         * @param strands how many are under way
         */
        Under(Job job, int strands) {
            this.job = job;
            this.strands = strands;
        }

        Job job() {
            return job;
        }

        boolean ended() {
            return ended;
        }

        /** The first end counts. */
        void end(Ending how) {
            if (!ended) {
                ended = true;
                job.ended(how);
            }
        }

        /** One strand less. */
        private void leave() {
            strands--;
        }

        boolean allLeft() {
            return strands == 0;
        }
    }

    Running(Under under, Strand strand, Sequence prefilled) {
        this.under = under;
        this.strand = strand;
        this.rows = List.of(prefilled);
    }

    Under under() {
        return under;
    }

    Strand strand() {
        return strand;
    }

    List<Sequence> rows() {
        return rows;
    }

    /** The tokens to go on with, each on a row of {@link #rows} from then on. */
    List<Strand.Step> next() {
        List<Strand.Step> steps = strand.next(rows.stream().map(Sequence::logits).toList());
        if (!steps.isEmpty()) {
            goOn(steps);
        }
        return steps;
    }

    /** Each step goes on from its row: the first from it, further ones from a fork. */
    private void goOn(List<Strand.Step> steps) {
        Set<Integer> taken = new HashSet<>();
        List<Sequence> next = new ArrayList<>(steps.size());
        for (Strand.Step step : steps) {
            Sequence from = rows.get(step.row());
            next.add(taken.add(step.row()) ? from : from.fork());
        }
        for (int row = 0; row < rows.size(); row++) {
            if (!taken.contains(row)) {
                rows.get(row).close();
            }
        }
        rows = next;
    }

    /** Frees its rows and leaves its job. */
    void close() {
        under.leave();
        rows.forEach(Sequence::close);
        rows = List.of();
    }
}

package io.watchword.fusion.log;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Comparator.comparingLong;

import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingRun;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the runs of one partition, record by record. A run is complete when its stream goes on
 * to another one or ends, or when {@link #MOST_OFFSETS} have passed. All of that is decided by the
 * records from the run's first on, so whoever goes on with what is written of the index finds the
 * runs that anybody would, and writing them twice does nothing. Not thread-safe.
 */
public final class RunCollector {
    /** A run that waits longer for its stream is complete: bounds what a reader must catch up. */
    static final long MOST_OFFSETS = 2_000;

    private static final long IN_STEP_US = 1_000_000;

    private final int partition;
    private final Map<Whose, EmbeddingRun> open = new LinkedHashMap<>();
    private final Map<Whose, Long> written = new HashMap<>(); // last offset; until it is passed
    private long next;

    private record Whose(String streamId, long epoch, String bundleSha256) {}

    private RunCollector(int partition, long from) {
        this.partition = partition;
        this.next = from;
    }

    /** Begins a partition whose first record has this offset. */
    public static RunCollector begin(int partition, long from) {
        return new RunCollector(partition, from);
    }

    /**
     * Goes on where the index ends.
     *
     * @param begin offset of the first record that the partition still has
     * @param index runs of any partition
     */
    public static RunCollector resume(int partition, long begin, Collection<EmbeddingRun> index) {
        long from = begin;
        for (EmbeddingRun run : index) {
            from = run.partition() == partition ? Math.max(from, run.indexedTo()) : from;
        }
        RunCollector collector = new RunCollector(partition, from);
        for (EmbeddingRun run : index) {
            if (run.partition() == partition && run.lastOffset() >= from) {
                collector.written.merge(
                        new Whose(run.streamId(), run.epoch(), run.bundleSha256()),
                        run.lastOffset(),
                        Math::max);
            }
        }
        return collector;
    }

    /** Offset from which on records are to come. */
    public long next() {
        return next;
    }

    /**
     * Takes the next record.
     *
     * @param bytes of its value
     * @return runs that are complete now, in the order in which they must be written
     */
    public List<EmbeddingRun> take(
            long offset, long appendedUnixMs, int bytes, Embedding embedding) {
        List<EmbeddingRun> complete = overdue(offset);
        Whose whose = new Whose(embedding.streamId(), embedding.epoch(), embedding.bundleSha256());
        if (isWritten(whose, offset)) {
            return inOrder(complete);
        }
        EmbeddingRun run = open.get(whose);
        if (run != null && (embedding.last() || !continues(run, embedding))) {
            complete.add(run);
            open.remove(whose);
            run = null;
        }
        if (!embedding.last()) {
            open.put(
                    whose,
                    run == null
                            ? begun(offset, appendedUnixMs, bytes, embedding)
                            : with(run, offset, bytes, embedding));
        }
        return inOrder(complete);
    }

    private boolean isWritten(Whose whose, long offset) {
        Long last = written.get(whose);
        if (last != null && offset > last) {
            written.remove(whose);
        }
        return last != null && offset <= last;
    }

    /** Passes over a record that is no embedding. */
    public List<EmbeddingRun> pass(long offset) {
        return inOrder(overdue(offset));
    }

    /** Runs that have begun and may go on. */
    public List<EmbeddingRun> open() {
        return open.values().stream().map(run -> run.completing(run.firstOffset())).toList();
    }

    private List<EmbeddingRun> overdue(long offset) {
        checkArgument(offset >= next, "offset %d comes after %d", offset, next - 1);
        next = offset + 1;
        List<EmbeddingRun> overdue = new ArrayList<>();
        for (Iterator<EmbeddingRun> runs = open.values().iterator(); runs.hasNext(); ) {
            EmbeddingRun run = runs.next();
            if (offset - run.firstOffset() >= MOST_OFFSETS) {
                overdue.add(run);
                runs.remove();
            }
        }
        return overdue;
    }

    /** Each run completes the index up to the first that is not written when it is. */
    private List<EmbeddingRun> inOrder(List<EmbeddingRun> complete) {
        if (complete.isEmpty()) {
            return List.of();
        }
        List<EmbeddingRun> ordered = new ArrayList<>(complete);
        ordered.sort(comparingLong(EmbeddingRun::firstOffset));
        long openFrom =
                open.values().stream().mapToLong(EmbeddingRun::firstOffset).min().orElse(next);
        for (int i = 0; i < ordered.size(); i++) {
            long unwrittenFrom =
                    i + 1 < ordered.size()
                            ? Math.min(openFrom, ordered.get(i + 1).firstOffset())
                            : openFrom;
            ordered.set(i, ordered.get(i).completing(unwrittenFrom));
        }
        return ordered;
    }

    private EmbeddingRun begun(long offset, long appendedUnixMs, int bytes, Embedding embedding) {
        return new EmbeddingRun(
                embedding.streamId(),
                embedding.source(),
                embedding.epoch(),
                embedding.bundle(),
                embedding.bundleSha256(),
                embedding.span(),
                embedding.wallClock(),
                partition,
                offset,
                offset,
                1,
                bytes,
                appendedUnixMs,
                offset);
    }

    private static EmbeddingRun with(
            EmbeddingRun run, long offset, int bytes, Embedding embedding) {
        return new EmbeddingRun(
                run.streamId(),
                run.source(),
                run.epoch(),
                run.bundle(),
                run.bundleSha256(),
                new TimeSpan(
                        run.span().startUs(),
                        Math.max(run.span().endUs(), embedding.span().endUs())),
                run.wallClock(),
                run.partition(),
                run.firstOffset(),
                offset,
                run.count() + 1,
                run.bytes() + bytes,
                run.appendedUnixMs(),
                run.indexedTo());
    }

    private static boolean continues(EmbeddingRun run, Embedding embedding) {
        long startUs = embedding.span().startUs();
        return startUs >= run.span().startUs()
                && Math.floorDiv(startUs, EmbeddingRun.BUCKET_US) == run.bucket()
                && inStep(run, embedding);
    }

    private static boolean inStep(EmbeddingRun run, Embedding embedding) {
        Optional<WallClock> now = embedding.wallClock();
        if (run.wallClock().isEmpty() || now.isEmpty()) {
            return run.wallClock().isEmpty() && now.isEmpty();
        }
        WallClock start = run.wallClock().get();
        long expectedUnixUs = start.unixUs() + embedding.span().startUs() - run.span().startUs();
        return start.origin() == now.get().origin()
                && Math.abs(now.get().unixUs() - expectedUnixUs) <= IN_STEP_US;
    }
}

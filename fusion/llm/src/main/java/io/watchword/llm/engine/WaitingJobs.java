package io.watchword.llm.engine;

import io.watchword.contract.ErrorCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jobs whose turn has not come: by priority, then by arrival; time spent waiting lifts a job,
 * so that no stream of more important ones can hold it back for ever. Bounded. Used by the threads
 * that bring jobs and those that decode.
 */
final class WaitingJobs {
    private final int capacity;
    private final long ageingNs;
    private final List<Waiting> jobs = new ArrayList<>();
    private boolean closed;

    /** A job, and its strands once they were built in vain. Owned by one thread at a time. */
    static final class Waiting {
        private final Job job;
        private final long sinceNs;
        private @Nullable List<Strand> strands;

        Waiting(Job job, long sinceNs) {
            this.job = job;
            this.sinceNs = sinceNs;
        }

        Job job() {
            return job;
        }

        long sinceNs() {
            return sinceNs;
        }

        List<Strand> strands() {
            if (strands == null) {
                strands = List.copyOf(job.open());
            }
            return strands;
        }
    }

    WaitingJobs(int capacity, long ageingNs) {
        this.capacity = capacity;
        this.ageingNs = ageingNs;
    }

    /** Why a job may not wait here, or nothing where it does from now on. */
    synchronized Optional<Ending.Refused> offer(Job job, long nowNs) {
        if (closed) {
            return Optional.of(new Ending.Refused(ErrorCode.UNAVAILABLE, "server is stopping"));
        }
        if (jobs.size() >= capacity) {
            return Optional.of(
                    new Ending.Refused(ErrorCode.OVERLOADED, "as many requests wait as may"));
        }
        jobs.add(new Waiting(job, nowNs));
        notifyAll();
        return Optional.empty();
    }

    /** Takes out the job whose turn it is. */
    synchronized Optional<Waiting> take(long nowNs) {
        Waiting best = null;
        for (Waiting waiting : jobs) {
            if (best == null || rank(waiting, nowNs) < rank(best, nowNs)) {
                best = waiting;
            }
        }
        if (best != null) {
            jobs.remove(best);
        }
        return Optional.ofNullable(best);
    }

    private double rank(Waiting waiting, long nowNs) {
        return waiting.job().priority().rank()
                - (double) (nowNs - waiting.sinceNs()) / (double) ageingNs;
    }

    /** Puts a job back for which there was no room; it has waited since it first came. */
    synchronized boolean putBack(Waiting waiting) {
        if (closed) {
            return false;
        }
        jobs.add(0, waiting);
        return true;
    }

    /** Takes out the jobs that nobody waits for any more. */
    synchronized List<Job> takeAbandoned() {
        List<Job> abandoned = new ArrayList<>();
        for (Iterator<Waiting> each = jobs.iterator(); each.hasNext(); ) {
            Job job = each.next().job();
            if (job.abandoned()) {
                abandoned.add(job);
                each.remove();
            }
        }
        return abandoned;
    }

    synchronized int size() {
        return jobs.size();
    }

    /** Takes no more, and gives up those that wait. */
    synchronized List<Job> close() {
        closed = true;
        List<Job> left = jobs.stream().map(Waiting::job).toList();
        jobs.clear();
        notifyAll();
        return left;
    }

    synchronized boolean closed() {
        return closed;
    }

    /** Returns when a job waits, or none ever will again. */
    synchronized void awaitJob() throws InterruptedException {
        while (jobs.isEmpty() && !closed) {
            wait();
        }
    }
}

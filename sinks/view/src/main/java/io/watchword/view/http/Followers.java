package io.watchword.view.http;

import io.javalin.http.Context;
import io.watchword.view.access.Admission;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.TooManyFollowers;
import io.watchword.view.timeline.StreamState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who follows events over HTTP. One thread tells them how streams change, once a second, gives
 * signs of life, and ends those whose right to follow has ended; events come from the feed's
 * threads.
 */
final class Followers implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Followers.class);

    private final ViewLimits limits;
    private final AtomicInteger taken = new AtomicInteger();
    private final Set<Follower> all = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "http-followers");
                        thread.setDaemon(true);
                        return thread;
                    });

    private Followers(ViewLimits limits) {
        this.limits = limits;
    }

    static Followers start(ViewLimits limits) {
        Followers followers = new Followers(limits);
        ScheduledFuture<?> unused =
                followers.ticker.scheduleWithFixedDelay(followers::tick, 1, 1, TimeUnit.SECONDS);
        return followers;
    }

    /** Takes a place; without one, nobody may begin. */
    boolean take() {
        if (taken.incrementAndGet() > limits.maxFollowers()) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Begins in the place that was taken; ends when the browser goes away or is cut off. */
    CompletableFuture<Void> begin(
            Context request,
            ViewParts parts,
            Admission admission,
            Optional<Cursor> from,
            FeedFilter filter) {
        try {
            Follower follower =
                    new Follower(request.res().getOutputStream(), parts, admission, filter);
            CompletableFuture<Void> done = follower.done();
            follower.begin(from);
            all.add(follower);
            execute(() -> greet(follower));
            return done.whenComplete(
                    (nothing, failure) -> {
                        all.remove(follower);
                        free(admission);
                        execute(follower::close);
                    });
        } catch (TooManyFollowers e) {
            free(admission);
            throw FeedRoutes.full(e);
        } catch (IOException e) {
            free(admission);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            free(admission);
            throw e;
        }
    }

    private void free(Admission admission) {
        taken.decrementAndGet();
        admission.leaveFeed();
    }

    /** Not in a thread of the feed, which may be waiting for the very call to end. */
    private void execute(Runnable task) {
        if (ticker.isShutdown()) {
            task.run();
        } else {
            ticker.execute(task);
        }
    }

    private static void greet(Follower follower) {
        try {
            tell(new HashMap<>(), follower);
        } catch (RuntimeException e) { // the ticker tells it later
            logger.atDebug().setCause(e).log("a follower is told of streams later");
        }
    }

    private void tick() {
        try {
            Map<Rights, List<StreamState>> known = new HashMap<>();
            all.forEach(Follower::endUnlessAdmitted);
            all.forEach(follower -> follower.pingAfter(limits.ping()));
            all.forEach(follower -> tell(known, follower));
        } catch (RuntimeException e) { // the ticker would end
            logger.atWarn().setCause(e).log("followers could not be told of streams");
        }
    }

    private static void tell(Map<Rights, List<StreamState>> known, Follower follower) {
        follower.streams(
                known.computeIfAbsent(follower.rights(), follower.parts().timelines()::streams));
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        all.forEach(Follower::end);
    }
}

package io.watchword.deploy.ingest;

import io.watchword.ingest.record.RetentionSweep;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes expired recordings once a minute, in a thread of its own. */
final class Sweeper implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Sweeper.class);

    private final RetentionSweep sweep;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread made = new Thread(task, "retention");
                        made.setDaemon(true);
                        return made;
                    });

    Sweeper(RetentionSweep sweep) {
        this.sweep = sweep;
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::sweep, 0, 1, TimeUnit.MINUTES);
    }

    private void sweep() {
        try {
            RetentionSweep.Swept swept = sweep.sweep();
            if (swept.deletedFiles() > 0 || swept.problem().isPresent()) {
                logger.atInfo()
                        .addKeyValue("deletedFiles", swept.deletedFiles())
                        .addKeyValue("deletedBytes", swept.deletedBytes())
                        .addKeyValue("keptBytes", swept.keptBytes())
                        .addKeyValue("problem", swept.problem().orElse(""))
                        .log("recordings swept");
            }
        } catch (IOException | RuntimeException e) { // the boundary of the thread: tried again
            logger.atWarn().setCause(e).log("recordings not swept");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

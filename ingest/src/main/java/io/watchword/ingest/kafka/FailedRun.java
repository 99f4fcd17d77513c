package io.watchword.ingest.kafka;

import io.watchword.contract.StreamVitals.State;
import io.watchword.ingest.watch.Ledger;

/** A stream that cannot be watched as it is written down: shows that, until it is changed. */
final class FailedRun implements StreamRun {
    private final StatusReporter status;

    /**
     * @param why its message is for people where an argument was wrong
     */
    FailedRun(String streamId, RunTools tools, RuntimeException why) {
        this.status = tools.status(streamId, "", tools.meter(), new Ledger(0), null);
        String reason =
                why instanceof IllegalArgumentException && why.getMessage() != null
                        ? why.getMessage()
                        : "internal failure, see the log";
        status.state(State.FAILED, reason, 0);
    }

    @Override
    public void stop(boolean removed) {}

    @Override
    public void close() {
        status.close();
    }
}

package io.watchword.deploy.up;

import io.watchword.deploy.UserMistake;

/** The one place where {@code up} meets the ingest worker. */
final class IngestWiring {
    private IngestWiring() {}

    /** Starts the worker with the decoder processes and the media store of this machine. */
    @SuppressWarnings("DoNotCallSuggester")
    static IngestStarter.Ingest start(IngestStarter.Request request) {
        throw new UserMistake("this build has no ingest worker: " + request.workerId());
    }
}

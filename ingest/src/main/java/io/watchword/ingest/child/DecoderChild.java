package io.watchword.ingest.child;

import io.watchword.ingest.fetch.MediaSink;
import java.util.concurrent.CompletableFuture;

/** A decoder process that runs. */
public interface DecoderChild extends AutoCloseable {
    /**
     * Where bytes from a network go. Blocks while the decoder is busy.
     *
     * @throws IllegalStateException if it reads a file
     */
    MediaSink input();

    /** Tells it what to leave out from now on; a file's decoder leaves nothing out. */
    void shed(ShedLevel level);

    /** Asks it to finish: it reports what it has, and ends. */
    void finish();

    /** Ends it: SIGTERM, and SIGKILL if it is still there after the grace period. */
    void terminate();

    /** Completes when it has ended and its last report was handed on. */
    CompletableFuture<ChildExit> exit();

    long pid();

    /** Ends it if it runs, and waits for that. */
    @Override
    void close();
}

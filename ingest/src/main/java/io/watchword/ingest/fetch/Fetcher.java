package io.watchword.ingest.fetch;

/** One connection to a network source. Used once. */
public interface Fetcher extends AutoCloseable {
    /**
     * Connects and hands on what comes, until the source ends, fails or this is closed. Blocks.
     * Nothing is thrown for what a source does.
     */
    FetchResult run(MediaSink sink);

    /** Ends {@link #run} soon, from any thread. */
    @Override
    void close();
}

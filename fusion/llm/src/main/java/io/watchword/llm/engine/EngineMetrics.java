package io.watchword.llm.engine;

import io.watchword.contract.TokenLedger;

/** What a scheduler counts, in its own words. Called from its threads. */
public interface EngineMetrics {
    /** Counts nothing. */
    EngineMetrics NONE = new EngineMetrics() {};

    /** A job's turn has come after this wait. */
    default void admitted(Priority priority, long waitedNs) {}

    /** A job was refused, or given up before its turn came. */
    default void turnedAway(Priority priority, Ending how) {}

    /** A prompt, or a piece of one, was run. */
    default void prefilled(TokenLedger prompt, long elapsedNs) {}

    /** So many positions of a prompt were at hand from one that began alike. */
    default void reused(int positions) {}

    /** A decode step was run: one token for each sequence. */
    default void decoded(int batchSize, long elapsedNs) {}

    /**
     * What one thread holds, after each round.
     *
     * @param cachePositions positions that its KV caches take and may come to take
     */
    default void holds(int thread, int sequences, int cachePositions) {}

    /** Jobs that wait, after one came or went. */
    default void waiting(int jobs) {}
}

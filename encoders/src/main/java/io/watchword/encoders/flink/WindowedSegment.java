package io.watchword.encoders.flink;

import io.watchword.encoders.encode.StreamHistory;

/**
 * An encoded segment with the segments before it.
 *
 * @param embedding without its temporal part; empty where there is a problem
 * @param history empty where there is nothing for the temporal encoder to see
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WindowedSegment(
        RawRecord raw, byte[] embedding, StreamHistory history, Problem problem) {}

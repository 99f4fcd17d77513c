package io.watchword.ingest.http;

import io.watchword.ingest.IngestConfig;
import java.util.concurrent.TimeUnit;

/**
 * How long things over HTTP may take, from the configuration of live sources.
 *
 * @param answerNs from asking to the headers of the answer, redirects aside; also all of a playlist
 *     or key
 * @param stallNs without anything new
 * @param minRetryNs wait before a broken transfer is tried again; doubles with each try
 * @param maxRetryNs longest such wait
 */
record HttpTimes(long answerNs, long stallNs, long minRetryNs, long maxRetryNs) {
    static HttpTimes of(IngestConfig.Live live) {
        return new HttpTimes(
                live.connectTimeout().plus(live.stallTimeout()).toNanos(),
                live.stallTimeout().toNanos(),
                live.minBackoff().toNanos(),
                live.maxBackoff().toNanos());
    }

    /** Segments come in less than their own length, or the source is too slow to be watched. */
    long segmentNs(long targetDurationNs) {
        return Math.max(answerNs, Math.min(10 * targetDurationNs, TimeUnit.MINUTES.toNanos(10)));
    }

    /**
     * @param tries that have broken in a row
     */
    long retryNs(int tries) {
        return Math.min(maxRetryNs, minRetryNs << Math.min(tries, 16));
    }
}

package io.watchword.ingest.watch;

import io.watchword.ingest.IngestConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * Watches, on the monotonic clock, that a connection keeps giving frames that decode. Thread-safe.
 */
public final class StallWatch {
    private final IngestConfig.Live config;
    private final long startNs;
    private long lastNs;
    private long firstNs;
    private long seen;
    private boolean any;

    public StallWatch(IngestConfig.Live config, long nowNs) {
        this.config = config;
        this.startNs = nowNs;
        this.lastNs = nowNs;
    }

    /**
     * The decoder says how far it is.
     *
     * @param decoded frames so far, pictures or sound
     */
    public synchronized void decoded(long decoded, long nowNs) {
        if (decoded > seen) {
            seen = decoded;
            decodedSome(nowNs);
        }
    }

    /** The decoder hands something on that it decoded. */
    public synchronized void decodedSome(long nowNs) {
        firstNs = any ? firstNs : nowNs;
        any = true;
        lastNs = nowNs;
    }

    public synchronized boolean anyFrame() {
        return any;
    }

    /** Since the last frame that decoded, or since the start. */
    public synchronized Duration silence(long nowNs) {
        return Duration.ofNanos(nowNs - lastNs);
    }

    /** Since the first frame that decoded; zero before it. */
    public synchronized Duration healthy(long nowNs) {
        return any ? Duration.ofNanos(nowNs - firstNs) : Duration.ZERO;
    }

    /** Why the connection should be given up, or empty. */
    public synchronized Optional<String> verdict(long nowNs) {
        if (!any) {
            return nowNs - startNs
                            > config.connectTimeout().plus(config.firstFrameTimeout()).toNanos()
                    ? Optional.of("no frame in the first " + text(nowNs - startNs))
                    : Optional.empty();
        }
        return nowNs - lastNs > config.stallTimeout().toNanos()
                ? Optional.of("no frame for " + text(nowNs - lastNs))
                : Optional.empty();
    }

    private static String text(long elapsedNs) {
        return Duration.ofNanos(elapsedNs).toSeconds() + " s";
    }
}

package io.watchword.ingest.child;

import io.watchword.ingest.IngestConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Launchers for tests: what the machine offers is found out once. */
final class Launchers {
    static final Duration GRACE = Duration.ofSeconds(1);

    private static final class Usual {
        static final ProcessDecoderLauncher LAUNCHER = open("auto");
    }

    private Launchers() {}

    /** As users have it. */
    static ProcessDecoderLauncher usual() {
        return Usual.LAUNCHER;
    }

    static ProcessDecoderLauncher open(String sandbox) {
        try {
            return ProcessDecoderLauncher.open(
                    new IngestConfig.Decoder(sandbox, 1L << 30, 2), GRACE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

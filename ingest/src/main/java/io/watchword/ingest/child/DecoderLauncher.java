package io.watchword.ingest.child;

import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts decoder processes. */
public interface DecoderLauncher {
    /**
     * Starts one.
     *
     * @param file to read; empty for bytes that come through {@link DecoderChild#input()}
     * @param reports told of each report, in order, by one thread; while it blocks, the decoder
     *     waits
     */
    DecoderChild start(DecodeOrder order, Optional<Path> file, Consumer<DecoderReport> reports)
            throws IOException;

    /** How decoder processes are confined on this machine. */
    Sandbox sandbox();
}

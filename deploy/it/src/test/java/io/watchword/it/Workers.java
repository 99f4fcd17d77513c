package io.watchword.it;

import io.watchword.deploy.source.NetworkFetchers;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.child.DecoderLauncher;
import io.watchword.ingest.child.ProcessDecoderLauncher;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.kafka.IngestWorker;
import io.watchword.ingest.kafka.WorkerParts;
import io.watchword.ingest.record.DirectoryMediaStore;
import io.watchword.ingest.source.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Ingest workers as they run in production, with short waits. */
final class Workers {
    static final IngestConfig QUICK = quick();

    private Workers() {}

    static IngestWorker start(Watching watching, String id, Path media) throws IOException {
        return start(watching, id, media, name -> Optional.empty());
    }

    static IngestWorker start(Watching watching, String id, Path media, Secrets secrets)
            throws IOException {
        return start(
                watching,
                id,
                media,
                secrets,
                ProcessDecoderLauncher.open(QUICK.decoder(), QUICK.live().terminateGrace()));
    }

    static IngestWorker start(
            Watching watching, String id, Path media, Secrets secrets, DecoderLauncher decoders)
            throws IOException {
        return IngestWorker.start(
                watching.bootstrapServers(),
                id,
                new WorkerParts(
                        QUICK,
                        decoders,
                        new NetworkFetchers(QUICK, HostResolver.SYSTEM),
                        secrets,
                        DirectoryMediaStore.open(media),
                        IngestMetrics.NONE));
    }

    private static IngestConfig quick() {
        IngestConfig d = IngestConfig.DEFAULT;
        IngestConfig.Live live = d.live();
        return new IngestConfig(
                d.profiles(),
                d.limits(),
                new IngestConfig.Live(
                        live.connectTimeout(),
                        live.firstFrameTimeout(),
                        Duration.ofSeconds(4),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2),
                        live.healthyAfter(),
                        live.authBackoff(),
                        Duration.ofSeconds(2),
                        live.maxHole()),
                d.egress(),
                d.recording(),
                d.decoder(),
                d.parallelFiles(),
                d.maxInFlightBytes(),
                d.hardware());
    }
}

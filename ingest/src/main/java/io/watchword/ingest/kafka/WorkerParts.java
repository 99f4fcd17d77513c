package io.watchword.ingest.kafka;

import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.child.DecoderLauncher;
import io.watchword.ingest.fetch.Fetchers;
import io.watchword.ingest.record.MediaStore;
import io.watchword.ingest.source.Secrets;

/** What a worker is made of, beside Kafka. */
public record WorkerParts(
        IngestConfig config,
        DecoderLauncher decoders,
        Fetchers fetchers,
        Secrets secrets,
        MediaStore media,
        IngestMetrics metrics) {}

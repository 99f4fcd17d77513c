package io.watchword.fusion.log;

import io.watchword.contract.Embedding;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import java.util.List;
import java.util.Optional;

/** Embeddings of two seconds each, for tests. */
final class Stored {
    private Stored() {}

    static Embedding segment(String stream, long epoch, long sequence, long startUs) {
        return segment(stream, epoch, sequence, startUs, "one", Optional.empty());
    }

    static Embedding segment(
            String stream,
            long epoch,
            long sequence,
            long startUs,
            String bundleSha256,
            Optional<WallClock> clock) {
        return embedding(stream, epoch, sequence, startUs, bundleSha256, clock, false);
    }

    static Embedding end(String stream, long epoch, long sequence, long startUs) {
        return embedding(stream, epoch, sequence, startUs, "one", Optional.empty(), true);
    }

    private static Embedding embedding(
            String stream,
            long epoch,
            long sequence,
            long startUs,
            String bundleSha256,
            Optional<WallClock> clock,
            boolean last) {
        return new Embedding(
                stream,
                stream + "/" + epoch + "/" + sequence,
                stream + ".mp4",
                epoch,
                sequence,
                new TimeSpan(startUs, last ? startUs : startUs + 2_000_000),
                "tiny " + bundleSha256,
                bundleSha256,
                new int[0],
                List.of(),
                new float[0],
                SegmentFacts.none(),
                List.of(),
                0,
                false,
                last,
                clock.stream().toList());
    }
}

package io.watchword.deploy.eval.kept;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Embeddings of a run in memory, and its segments on disk. */
public final class Kept {
    private final Path directory;
    private final Map<String, Embedding> bySegment = new LinkedHashMap<>();
    private final Map<String, List<Embedding>> bySource = new TreeMap<>();

    private Kept(Path directory) {
        this.directory = directory;
    }

    /** What {@link KeptWriter} left in a directory, or empty if it left nothing. */
    public static Optional<Kept> open(Path directory) throws IOException {
        Path file = directory.resolve(KeptWriter.EMBEDDINGS);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        Kept kept = new Kept(directory);
        for (Embedding embedding : read(file, EmbeddingCodec::decode)) {
            if (!embedding.last()) {
                kept.bySegment.putIfAbsent(embedding.segmentId(), embedding);
            }
        }
        for (Embedding embedding : kept.bySegment.values()) {
            kept.bySource
                    .computeIfAbsent(embedding.source(), name -> new ArrayList<>())
                    .add(embedding);
        }
        kept.bySource
                .values()
                .forEach(all -> all.sort(Comparator.comparingLong(Embedding::sequence)));
        return Optional.of(kept);
    }

    /** Which bundle made the embeddings; empty if there are none. */
    public String bundleSha256() {
        return bySegment.values().stream().map(Embedding::bundleSha256).findFirst().orElse("");
    }

    public List<String> sources() {
        return List.copyOf(bySource.keySet());
    }

    /** A source's embeddings in order, without the record that closes the stream. */
    public List<Embedding> embeddings(String source) {
        return List.copyOf(bySource.getOrDefault(source, List.of()));
    }

    public Optional<Embedding> embedding(String segmentId) {
        return Optional.ofNullable(bySegment.get(segmentId));
    }

    /** A source's segments with media, in order. */
    public List<Segment> segments(String source) throws IOException {
        List<Embedding> embeddings = embeddings(source);
        if (embeddings.isEmpty()) {
            return List.of();
        }
        Path file = KeptWriter.segments(directory, embeddings.get(0).streamId());
        if (!Files.isReadable(file)) {
            return List.of();
        }
        Map<Long, Segment> segments = new TreeMap<>();
        for (Segment segment : read(file, SegmentCodec::decode)) {
            if (!segment.last()) {
                segments.putIfAbsent(segment.sequence(), segment);
            }
        }
        return List.copyOf(segments.values());
    }

    private static <T> List<T> read(Path file, Function<byte[], Decoded<T>> codec)
            throws IOException {
        List<T> values = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                byte[] record;
                try {
                    record = new byte[in.readInt()];
                } catch (EOFException e) { // no further record
                    return values;
                }
                in.readFully(record);
                Decoded<T> decoded = codec.apply(record);
                if (decoded instanceof Decoded.Invalid<T> invalid) {
                    throw new IOException(file + " is damaged: " + invalid.detail());
                }
                values.add(((Decoded.Valid<T>) decoded).value());
            }
        }
    }
}

package io.watchword.deploy.eval.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptTest {
    private final Path directory;

    KeptTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static byte[] embedding(int sequence, boolean last) {
        return EmbeddingCodec.encode(
                new Embedding(
                        "stream/1",
                        "segment-" + sequence,
                        "a.mp4",
                        0,
                        sequence,
                        new TimeSpan(sequence * 2_000_000L, sequence * 2_000_000L + 2_000_000),
                        "tiny 1",
                        "abc",
                        new int[] {sequence},
                        List.of(),
                        new float[0],
                        SegmentFacts.none(),
                        List.of(),
                        0,
                        false,
                        last));
    }

    private static byte[] segment(int sequence) {
        return SegmentCodec.encode(
                new Segment(
                        "stream/1",
                        "segment-" + sequence,
                        "a.mp4",
                        0,
                        sequence,
                        new TimeSpan(sequence * 2_000_000L, sequence * 2_000_000L + 2_000_000),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        0,
                        false,
                        false));
    }

    private void keep() throws IOException {
        try (KeptWriter writer = KeptWriter.open(directory)) {
            writer.embedding("stream/1", embedding(1, false));
            writer.embedding("stream/1", embedding(0, false));
            writer.embedding("stream/1", embedding(0, false)); // at least once is not once
            writer.embedding("stream/1", embedding(2, true));
            writer.segment("stream/1", segment(0));
            writer.segment("stream/1", segment(1));
            writer.segment("stream/1", segment(1));
        }
    }

    @Test
    void whatWasKeptComesBackInOrderAndOnce() throws IOException {
        keep();

        Kept kept = Kept.open(directory).orElseThrow();

        assertThat(kept.sources()).containsExactly("a.mp4");
        assertThat(kept.embeddings("a.mp4"))
                .extracting(Embedding::segmentId)
                .containsExactly("segment-0", "segment-1");
        assertThat(kept.segments("a.mp4")).extracting(Segment::sequence).containsExactly(0L, 1L);
        assertThat(kept.embedding("segment-1").orElseThrow().motionIds()).containsExactly(1);
        assertThat(kept.bundleSha256()).isEqualTo("abc");
    }

    @Test
    void aNewRunForgetsTheOneBefore() throws IOException {
        keep();
        KeptWriter.open(directory).close();

        Kept kept = Kept.open(directory).orElseThrow();

        assertThat(kept.sources()).isEmpty();
        assertThat(kept.segments("a.mp4")).isEmpty();
    }

    @Test
    void aDamagedRecordIsSaidAndADirectoryWithoutAnyIsEmpty() throws IOException {
        assertThat(Kept.open(directory.resolve("elsewhere"))).isEmpty();
        keep();
        Files.write(
                directory.resolve("embeddings.bin"),
                new byte[] {0, 0, 0, 2, 7, 7},
                StandardOpenOption.APPEND);

        assertThatThrownBy(() -> Kept.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("embeddings.bin is damaged");
    }
}

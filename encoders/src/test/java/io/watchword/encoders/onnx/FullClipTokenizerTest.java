package io.watchword.encoders.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.encoders.ExecutionConfig;
import io.watchword.encoders.testing.LineageClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The motion tokenizer of Video-LaVIT in its published size, with random weights: 512 wide, twelve
 * blocks, 1,024 codes of 32 values. {@code models/parity/README.md} says how it is run.
 */
@Tag("full")
class FullClipTokenizerTest {
    private static final String PROPERTY = "motion.full";
    private static final Path BUNDLE = Path.of(System.getProperty(PROPERTY, ""));

    @BeforeAll
    static void isThere() {
        assertThat(BUNDLE.resolve("golden.json"))
                .as("-D" + PROPERTY + "=DIR, written by models.parity.export_lineage --full DIR")
                .exists();
    }

    @Test
    void makesTheFieldsOfTheReference() {
        LineageClips lineage = new LineageClips(BUNDLE);
        List<float[]> clips = lineage.clips();
        double worst =
                Math.max(
                        largestDifference(clips.get(0), lineage.written("exported")),
                        largestDifference(clips.get(1), lineage.written("short")));

        System.out.println("largest difference of a field: " + worst);
        assertThat(worst).isLessThanOrEqualTo(1e-6);
    }

    private static double largestDifference(float[] found, float[] required) {
        assertThat(found).hasSize(2 * 24 * 20 * 36).hasSameSizeAs(required);
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs((double) found[i] - required[i]));
        }
        return largest;
    }

    @Test
    void givesAllIdsOfFourClipsAsTheReferenceDoes() throws IOException {
        LineageClips lineage = new LineageClips(BUNDLE);
        List<Integer> required = new ArrayList<>();
        lineage.golden().path("ids").forEach(row -> row.forEach(id -> required.add(id.asInt())));
        List<Integer> found = new ArrayList<>();
        long startedNs = System.nanoTime();
        long openedNs;
        try (OnnxModel model =
                OnnxModel.open(
                        ModelBundle.open(BUNDLE),
                        Roles.MOTION_CLIP_TOKENIZER,
                        ExecutionConfig.DEFAULT)) {
            OnnxClipTokenizer tokenizer = new OnnxClipTokenizer(model, 1);
            openedNs = System.nanoTime();
            for (float[] clip : lineage.clips()) {
                for (int id : tokenizer.run(List.of(clip)).get(0)) {
                    found.add(id);
                }
            }
        }

        System.out.printf(
                "%d ids, opened in %s, four clips in %s, %s%n",
                found.size(),
                Duration.ofNanos(openedNs - startedNs),
                Duration.ofNanos(System.nanoTime() - openedNs),
                largestMemory());
        assertThat(found).hasSize(540).isEqualTo(required);
    }

    /** As Linux tells it. */
    private static String largestMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.exists(status)
                ? "memory unknown"
                : Files.readAllLines(status, UTF_8).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .findFirst()
                        .orElse("memory unknown");
    }
}

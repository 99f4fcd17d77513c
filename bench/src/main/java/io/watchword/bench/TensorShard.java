package io.watchword.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentFacts;
import io.watchword.encoders.facts.FactsMeter;
import io.watchword.encoders.preprocess.AudioTensor;
import io.watchword.encoders.preprocess.ImageTensor;
import io.watchword.encoders.preprocess.MotionTensor;
import io.watchword.encoders.preprocess.SegmentPreprocessor;
import io.watchword.encoders.preprocess.SegmentTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Tensors of the segments of many clips, as NumPy arrays whose rows are segments. Not thread-safe.
 */
final class TensorShard implements AutoCloseable {
    private static final int WIDTH_PX = 240;
    private static final int HEIGHT_PX = 144;
    private static final int STEPS = MotionField.MAX_STEPS;
    private static final int SAMPLES = 32_000;

    /** What the tiny bundle takes. */
    static final SegmentPreprocessor PREPROCESSOR =
            new SegmentPreprocessor(
                    new ImageTensor(WIDTH_PX, HEIGHT_PX),
                    new MotionTensor(STEPS, MotionField.GRID_HEIGHT, MotionField.GRID_WIDTH),
                    new AudioTensor(16_000, SAMPLES));

    private final Path indexFile;
    private final NpyFile images;
    private final NpyFile motion;
    private final NpyFile pcm;
    private final NpyFile has;
    private final NpyFile spans;
    private final NpyFile activity;
    private final ObjectNode index = new ObjectMapper().createObjectNode();
    private final ArrayNode files = index.putArray("files");

    TensorShard(Path directory, String name) throws IOException {
        Files.createDirectories(directory);
        indexFile = directory.resolve(name + ".index.json");
        images =
                new NpyFile(directory.resolve(name + ".images.npy"), "|u1", HEIGHT_PX, WIDTH_PX, 3);
        motion =
                new NpyFile(
                        directory.resolve(name + ".motion.npy"),
                        "|i1",
                        STEPS,
                        3,
                        MotionField.GRID_HEIGHT,
                        MotionField.GRID_WIDTH);
        pcm = new NpyFile(directory.resolve(name + ".pcm.npy"), "<i2", SAMPLES);
        has = new NpyFile(directory.resolve(name + ".has.npy"), "|u1", 2);
        spans = new NpyFile(directory.resolve(name + ".spans.npy"), "<i8", 2);
        activity = new NpyFile(directory.resolve(name + ".activity.npy"), "<f4", STEPS);
    }

    int rows() {
        return images.rows();
    }

    void add(Segment segment, SegmentTensors tensors) throws IOException {
        SegmentFacts facts = FactsMeter.measure(segment, tensors, new float[0]);
        images.add(tensors.rgb().orElseGet(() -> new byte[PREPROCESSOR.image().size()]));
        motion.add(tensors.motion().orElseGet(() -> new byte[PREPROCESSOR.motion().size()]));
        pcm.add(tensors.pcm().orElseGet(() -> new short[SAMPLES]));
        boolean video = tensors.rgb().isPresent() && tensors.motion().isPresent();
        has.add((byte) (video ? 1 : 0), (byte) (tensors.pcm().isPresent() ? 1 : 0));
        spans.add(new long[] {segment.span().startUs(), segment.span().endUs()});
        activity.add(Arrays.copyOf(facts.activity(), STEPS));
    }

    /** Says which rows a clip has; a clip that could not be read has none. */
    void indexFile(Path file, int first, String problem) {
        ObjectNode entry = files.addObject();
        entry.put("file", file.toString()).put("first", first).put("count", rows() - first);
        if (!problem.isEmpty()) {
            entry.put("problem", problem);
        }
    }

    @Override
    public void close() throws IOException {
        try (images;
                motion;
                pcm;
                has;
                spans;
                activity) {
            new ObjectMapper().writeValue(indexFile.toFile(), index);
        }
    }
}

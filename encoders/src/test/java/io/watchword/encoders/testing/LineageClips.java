package io.watchword.encoders.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.MotionField;
import io.watchword.encoders.preprocess.BlockVector;
import io.watchword.encoders.preprocess.MotionClip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The clips of {@code models/parity/export_lineage.py}, made up again by the same generator, and
 * what Python made of them.
 */
public final class LineageClips {
    public static final Path BUNDLE = Path.of("..", "models", "parity", "video_lavit_small");

    private static final int[] PARTS = {0, 1, 1, 4};
    private static final int[] SCALES = {1, 2, 4};

    private long state = 20_260_701;
    private final Path bundle;
    private final JsonNode golden;

    public LineageClips() {
        this(BUNDLE);
    }

    /** Of a directory that the same script wrote. */
    public LineageClips(Path bundle) {
        this.bundle = bundle;
        try {
            golden = new ObjectMapper().readTree(bundle.resolve("golden.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode golden() {
        return golden;
    }

    /** Two clips of exported vectors, then two of stored fields. */
    public List<float[]> clips() {
        List<float[]> clips = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int width = golden.path("sizes").path(i).path(0).asInt();
            int height = golden.path("sizes").path(i).path(1).asInt();
            List<List<BlockVector>> frames = new ArrayList<>(List.of(List.of()));
            while (frames.size() < golden.path("frames").path(i).asInt()) {
                frames.add(vectors(width, height));
            }
            clips.add(MotionClip.ofVectors(frames, width, height));
        }
        for (int i = 0; i < 2; i++) {
            byte[] before = planes();
            clips.add(MotionClip.ofStored(Optional.of(before), planes()));
        }
        return clips;
    }

    /** All values of a clip that Python wrote in full. */
    public float[] written(String name) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(bundle.resolve(name + ".f32")));
            float[] values = new float[bytes.capacity() / Float.BYTES];
            bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int below(int bound) {
        state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return (int) ((state >>> 33) % bound);
    }

    private List<BlockVector> vectors(int width, int height) {
        List<BlockVector> vectors = new ArrayList<>();
        for (int top = 0; top < height; top += 16) {
            for (int left = 0; left < width; left += 16) {
                int parts = PARTS[below(4)];
                for (int part = 0; part < parts; part++) {
                    int scale = SCALES[below(3)];
                    int source = below(8) == 0 ? 1 : -1;
                    int x = parts == 1 ? left + 8 : left + 4 + 8 * (part % 2);
                    int y = parts == 1 ? top + 8 : top + 4 + 8 * (part / 2);
                    int motionX = below(129) - 64;
                    vectors.add(new BlockVector(source, x, y, motionX, below(129) - 64, scale));
                }
            }
        }
        return vectors;
    }

    /** Twelve steps of x plane, y plane, and an intra plane that no clip looks at. */
    private byte[] planes() {
        byte[] planes = new byte[12 * 3 * MotionField.CELLS];
        for (int step = 0; step < 12; step++) {
            for (int i = 0; i < 2 * MotionField.CELLS; i++) {
                int units = below(4) == 0 ? below(61) - 30 : 0;
                planes[step * 3 * MotionField.CELLS + i] = (byte) units;
            }
        }
        return planes;
    }
}

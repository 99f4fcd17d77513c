package io.watchword.fusion.testing;

import io.watchword.contract.Embedding;
import io.watchword.contract.Modality;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the embeddings of a stream in which things happen at given seconds. */
public final class StreamScript {
    public static final String BUNDLE_SHA256 = "b".repeat(64);

    private static final int STEPS_PER_SECOND = 6;

    private final double seconds;
    private final float[] motion;
    private final float[] camera;
    private final float[] loudness;
    private final List<Integer> cuts = new ArrayList<>();
    private String bundleSha256 = BUNDLE_SHA256;
    private boolean video = true;

    private StreamScript(double seconds) {
        this.seconds = seconds;
        int steps = (int) Math.ceil(seconds * STEPS_PER_SECOND);
        this.motion = new float[steps];
        this.camera = new float[steps];
        this.loudness = new float[steps];
        Arrays.fill(loudness, SegmentFacts.SILENCE_DBFS);
    }

    public static StreamScript lasting(double seconds) {
        return new StreamScript(seconds);
    }

    public StreamScript motion(double from, double to, double px) {
        fill(motion, from, to, px);
        return this;
    }

    public StreamScript camera(double from, double to, double px) {
        fill(camera, from, to, px);
        return this;
    }

    public StreamScript loudness(double from, double to, double dbfs) {
        fill(loudness, from, to, dbfs);
        return this;
    }

    public StreamScript cutInSegment(int sequence) {
        cuts.add(sequence);
        return this;
    }

    public StreamScript withoutVideo() {
        video = false;
        return this;
    }

    public StreamScript encodedBy(String otherBundleSha256) {
        bundleSha256 = otherBundleSha256;
        return this;
    }

    private static void fill(float[] series, double from, double to, double value) {
        int first = Math.min(series.length, (int) Math.round(from * STEPS_PER_SECOND));
        int end = Math.min(series.length, (int) Math.round(to * STEPS_PER_SECOND));
        Arrays.fill(series, first, end, (float) value);
    }

    /** All segments of two seconds, and the record that closes the stream. */
    public List<Embedding> embeddings() {
        List<Embedding> embeddings = segments(0);
        embeddings.add(end());
        return embeddings;
    }

    /** The segments alone, in an epoch. */
    public List<Embedding> segments(long epoch) {
        List<Embedding> segments = new ArrayList<>();
        for (int sequence = 0; sequence * 2 < seconds; sequence++) {
            long startUs = sequence * 2_000_000L;
            long endUs = Math.min(startUs + 2_000_000L, (long) (seconds * 1e6));
            segments.add(
                    embedding(
                            epoch, sequence, new TimeSpan(startUs, endUs), facts(sequence), false));
        }
        return segments;
    }

    private Embedding end() {
        long endUs = (long) (seconds * 1e6);
        int sequence = (int) Math.ceil(seconds / 2);
        return embedding(0, sequence, new TimeSpan(endUs, endUs), SegmentFacts.none(), true);
    }

    private SegmentFacts facts(int sequence) {
        int first = sequence * 2 * STEPS_PER_SECOND;
        int end = Math.min(motion.length, first + 2 * STEPS_PER_SECOND);
        float[] none = new float[0];
        return new SegmentFacts(
                1_000_000 / STEPS_PER_SECOND,
                video ? Arrays.copyOfRange(motion, first, end) : none,
                video ? Arrays.copyOfRange(camera, first, end) : none,
                video ? new float[end - first] : none,
                Arrays.copyOfRange(loudness, first, end),
                video ? 0.5f : -1,
                cuts.contains(sequence),
                video,
                true,
                video ? sequence * 2_000_000L : -1,
                none);
    }

    private Embedding embedding(
            long epoch, int sequence, TimeSpan span, SegmentFacts facts, boolean last) {
        TokenBlock block = new TokenBlock(Modality.MOTION, 3, 4, 0.5f, new byte[12]);
        return new Embedding(
                "clip-1",
                "seg-" + epoch + "-" + sequence,
                "clip.mp4",
                epoch,
                sequence,
                span,
                "tiny 1",
                last ? "" : bundleSha256,
                last ? new int[0] : IntStream.range(0, 45).toArray(),
                last ? List.of() : List.of(block),
                last ? new float[0] : new float[] {1, 0, 0},
                facts,
                List.of(),
                0,
                false,
                last);
    }
}

package io.watchword.llm.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Compression;
import io.watchword.contract.Compression.Kind;
import io.watchword.contract.Modality;
import io.watchword.llm.testing.ScaleProjector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CompressorTest {
    private static final int WIDTH = 3;
    private static final Map<Modality, Integer> MARKS =
            Map.of(
                    Modality.SPATIAL,
                    2,
                    Modality.MOTION,
                    2,
                    Modality.AUDIO,
                    2,
                    Modality.TEMPORAL,
                    2);

    private static Budget budget(int maxPositions, int maxSegments) {
        return new Budget(maxPositions, maxSegments, 1, MARKS);
    }

    private static List<SegmentView> compress(
            Kind kind, List<SegmentView> segments, Budget budget) {
        return Compressor.of(kind, new ScaleProjector()).compress(segments, budget);
    }

    /** Every embedding has this value in all of its places but the last, which counts up. */
    private static EmbeddingGrid grid(Modality modality, int rows, int columns, float value) {
        float[] values = new float[rows * columns * WIDTH];
        Arrays.fill(values, value);
        for (int i = 0; i < rows * columns; i++) {
            values[i * WIDTH + WIDTH - 1] = i;
        }
        return new EmbeddingGrid(modality, rows, columns, values);
    }

    private static SegmentView segment(int source, EmbeddingGrid... blocks) {
        return new SegmentView(List.of(source), List.of(blocks));
    }

    private static List<SegmentView> random(SplittableRandom random) {
        List<SegmentView> segments = new ArrayList<>();
        int count = random.nextInt(1, 9);
        for (int i = 0; i < count; i++) {
            List<EmbeddingGrid> blocks = new ArrayList<>();
            for (Modality modality : Modality.values()) {
                if (random.nextInt(4) > 0 || (blocks.isEmpty() && modality == Modality.TEMPORAL)) {
                    int rows = random.nextInt(1, 5);
                    int columns = random.nextInt(1, 9);
                    float[] values = new float[rows * columns * WIDTH];
                    for (int j = 0; j < values.length; j++) {
                        values[j] = (float) random.nextDouble(-1, 1);
                    }
                    blocks.add(new EmbeddingGrid(modality, rows, columns, values));
                }
            }
            segments.add(new SegmentView(List.of(i), blocks));
        }
        return segments;
    }

    @Test
    void everyWayKeepsToItsBudgetWhateverTheSegmentsAre() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<SegmentView> segments = random(random);
            Budget budget =
                    budget(random.nextInt(Compression.LEAST_POSITIONS, 200), random.nextInt(1, 6));
            for (Kind kind : Kind.values()) {
                if (kind != Kind.NONE) {
                    List<SegmentView> left = compress(kind, segments, budget);

                    assertThat(left).as("%s, seed %d", kind, seed).isNotEmpty();
                    assertThat(budget.fits(left)).as("%s, seed %d", kind, seed).isTrue();
                    assertThat(left)
                            .as("%s, seed %d", kind, seed)
                            .allSatisfy(view -> assertThat(view.blocks()).isNotEmpty());
                    List<Integer> sources =
                            left.stream().flatMap(view -> view.sources().stream()).toList();
                    assertThat(sources)
                            .as("%s, seed %d", kind, seed)
                            .isSorted()
                            .doesNotHaveDuplicates();
                    if (budget.fits(segments)) {
                        assertThat(left).as("%s, seed %d", kind, seed).isEqualTo(segments);
                    }
                }
            }
        }
    }

    @Test
    void equalSegmentsGiveEqualResults() {
        for (Kind kind : Kind.values()) {
            List<SegmentView> once = compress(kind, random(new SplittableRandom(4)), budget(40, 4));
            List<SegmentView> again =
                    compress(kind, random(new SplittableRandom(4)), budget(40, 4));

            assertThat(numbers(once)).as(kind.name()).isEqualTo(numbers(again));
        }
    }

    private static List<String> numbers(List<SegmentView> views) {
        return views.stream()
                .flatMap(view -> view.blocks().stream())
                .map(block -> block.modality() + Arrays.toString(block.values()))
                .toList();
    }

    @Test
    void theNewestSegmentsStayWhole() {
        List<SegmentView> segments =
                List.of(
                        segment(0, grid(Modality.MOTION, 1, 10, 1)),
                        segment(1, grid(Modality.MOTION, 1, 10, 2)),
                        segment(2, grid(Modality.MOTION, 1, 10, 3)));

        assertThat(compress(Kind.NEWEST, segments, budget(27, 4)))
                .isEqualTo(segments.subList(1, 3));
    }

    @Test
    void ofASegmentThatDoesNotFitMotionIsKeptFirst() {
        SegmentView segment =
                segment(0, grid(Modality.SPATIAL, 3, 5, 1), grid(Modality.MOTION, 3, 5, 1));

        List<SegmentView> left = compress(Kind.NEWEST, List.of(segment), budget(22, 4));

        assertThat(left.get(0).blocks())
                .extracting(EmbeddingGrid::modality)
                .containsExactly(Modality.SPATIAL, Modality.MOTION);
        assertThat(left.get(0).blocks()).extracting(EmbeddingGrid::count).containsExactly(2, 15);
    }

    @Test
    void picturesLoseDetailBeforeTheRest() {
        SegmentView segment =
                segment(0, grid(Modality.SPATIAL, 4, 4, 1), grid(Modality.MOTION, 4, 4, 1));

        List<SegmentView> left = compress(Kind.POOL, List.of(segment), budget(26, 4));

        assertThat(left.get(0).blocks()).extracting(EmbeddingGrid::count).containsExactly(4, 16);
        assertThat(left.get(0).blocks().get(0).values())
                .containsExactly(1, 1, 2.5f, 1, 1, 4.5f, 1, 1, 10.5f, 1, 1, 12.5f);
    }

    @Test
    void aPictureThatWasShownGoesAndWhatMovesStays() {
        List<SegmentView> segments = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            float[] moves = new float[3 * WIDTH];
            for (int j = 0; j < 3; j++) {
                moves[j * WIDTH + i] = 1; // another way in each segment
            }
            segments.add(
                    segment(
                            i,
                            grid(Modality.SPATIAL, 1, 6, 5),
                            new EmbeddingGrid(Modality.MOTION, 1, 3, moves)));
        }

        List<SegmentView> left = compress(Kind.NOVELTY, segments, budget(26, 4));

        assertThat(left).hasSize(3);
        assertThat(left.get(2)).isEqualTo(segments.get(2));
        assertThat(left.subList(0, 2))
                .allSatisfy(
                        view ->
                                assertThat(view.blocks())
                                        .extracting(EmbeddingGrid::modality, EmbeddingGrid::count)
                                        .containsExactly(tuple(Modality.MOTION, 3)));
    }

    @Test
    void olderSegmentsBecomeOneWhileTheNewestIsWhole() {
        List<SegmentView> segments = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            segments.add(
                    segment(i, grid(Modality.SPATIAL, 1, 6, i), grid(Modality.MOTION, 1, 3, -i)));
        }

        List<SegmentView> left = compress(Kind.MEMORY, segments, budget(28, 4));

        assertThat(left).hasSize(2);
        assertThat(left.get(0).sources()).containsExactly(0, 1, 2, 3, 4);
        assertThat(left.get(0).blocks()).extracting(EmbeddingGrid::count).containsExactly(6, 3);
        assertThat(left.get(1)).isEqualTo(segments.get(5));
        assertThat(budget(28, 4).cost(left)).isEqualTo(28);
    }

    @Test
    void poolsAsPyTorchDoes() throws IOException {
        for (JsonNode one : golden().path("pooled")) {
            int rows = one.path("rows").asInt();
            int columns = one.path("columns").asInt();
            EmbeddingGrid grid =
                    new EmbeddingGrid(
                            Modality.SPATIAL, rows, columns, formula(rows * columns * WIDTH, 37));

            EmbeddingGrid pooled =
                    grid.adaptive(one.path("toRows").asInt(), one.path("toColumns").asInt());

            assertClose(pooled.values(), one.path("values"));
        }
    }

    @Test
    void centresAreThoseOfTheReference() throws IOException {
        float[] all = formula(3 * 6 * WIDTH, 29);
        ClusterMemory memory = new ClusterMemory(4, WIDTH);
        List<EmbeddingGrid> blocks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            float[] part = Arrays.copyOfRange(all, i * 6 * WIDTH, (i + 1) * 6 * WIDTH);
            blocks.add(EmbeddingGrid.row(Modality.MOTION, 6, part));
        }

        blocks.forEach(memory::add);

        assertClose(
                ClusterMemory.of(Modality.MOTION, blocks, 4).values(), golden().path("centres"));
        assertClose(memory.weights(), golden().path("counts"));
    }

    private static JsonNode golden() throws IOException {
        return new ObjectMapper()
                .readTree(Path.of("../../models/parity/golden/compression.json").toFile());
    }

    private static float[] formula(int count, int step) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (i * step % 101 - 50) / 16f;
        }
        return values;
    }

    private static void assertClose(float[] found, JsonNode wanted) {
        assertThat(found).hasSize(wanted.size());
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(wanted.get(i).asDouble(), within(1e-5));
        }
    }
}

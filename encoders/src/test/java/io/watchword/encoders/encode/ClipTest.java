package io.watchword.encoders.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Embedding;
import io.watchword.contract.MotionField;
import io.watchword.encoders.testing.FakeEncoders;
import io.watchword.encoders.testing.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ClipTest {
    private final List<float[]> clips = new ArrayList<>();

    private SegmentEncoder encoder(int... ids) {
        ClipTokenizer tokenizer =
                new ClipTokenizer() {
                    @Override
                    public int tokens() {
                        return 3;
                    }

                    @Override
                    public int codes() {
                        return 100;
                    }

                    @Override
                    public CompletableFuture<int[]> encode(float[] clip) {
                        clips.add(clip);
                        return CompletableFuture.completedFuture(ids);
                    }
                };
        return new SegmentEncoder(new FakeEncoders(Optional.of(tokenizer)));
    }

    private static Embedding run(SegmentEncoder encoder, long... sequences) throws Exception {
        StreamHistory history = StreamHistory.EMPTY;
        List<Embedding> whole = new ArrayList<>();
        for (long sequence : sequences) {
            BundleEncoder.EncodedMedia media =
                    encoder.encode(Segments.of("cam", sequence, 100, (int) sequence + 2)).get();
            history = history.with(new SegmentPosition(0, sequence, false), media.code(), 4);
            whole.add(encoder.complete(media.embedding(), history).get());
        }
        return whole.get(whole.size() - 1);
    }

    /** The first cell's x, in half pixels, of a frame of the clip shown last. */
    private double shown(int frame) {
        float share = clips.get(clips.size() - 1)[frame * MotionField.CELLS];
        return share * 0.00993703 * 576 * 2;
    }

    @Test
    void idsAreOfTheLastTwoSegmentsTogether() throws Exception {
        Embedding embedding = run(encoder(7, 8, 99), 0, 1);

        assertThat(embedding.motionIds()).containsExactly(7, 8, 99);
        assertThat(embedding.searchVector()).isNotEmpty();
        assertThat(Math.round(shown(5))).isEqualTo(2);
        assertThat(Math.round(shown(17))).isEqualTo(3);
    }

    @Test
    void aSegmentThatIsMissingInBetweenIsNotBridged() throws Exception {
        run(encoder(7, 8, 99), 0, 2);

        assertThat(Math.round(shown(5))).isEqualTo(4);
        assertThat(shown(17)).isZero();
    }

    @Test
    void withoutAClipTokenizerTheSegmentsOwnIdsStayAndNothingIsKeptForOne() throws Exception {
        SegmentEncoder plain = new SegmentEncoder(new FakeEncoders());

        assertThat(run(plain, 0, 1).motionIds()).containsExactly(1, 2, 3, 4);
        assertThat(plain.encode(Segments.of("cam", 0, 100, 1)).get().code().motionPlanes())
                .isEmpty();
    }

    @Test
    void refusesIdsBeyondTheCodes() {
        assertThatThrownBy(() -> run(encoder(7, 8, 100), 0))
                .cause()
                .hasMessage("motion_clip_tokenizer gave id 100, codes are [0, 100)");
    }
}

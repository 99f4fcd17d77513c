package io.watchword.contract;

import java.util.List;
import java.util.Optional;

/** The records whose bytes were frozen with the first version of the contract. */
final class FirstVersion {
    private FirstVersion() {}

    static StreamStatus status() {
        return new StreamStatus(
                "cam-1",
                StreamStatus.Stage.INGEST,
                "gate",
                true,
                1_000_000,
                2_000_000,
                7,
                Optional.of(new StreamStatus.Failure(ErrorCode.CORRUPT_MEDIA, "half")),
                Optional.empty());
    }

    static Embedding embedding() {
        return new Embedding(
                "cam-1",
                "cam-1/2/3",
                "gate",
                2,
                3,
                new TimeSpan(4, 5),
                "tiny 1",
                "ab",
                new int[] {1, 300},
                List.of(new TokenBlock(Modality.AUDIO, 1, 2, 0.5f, new byte[] {-127, 3})),
                new float[] {0.6f, 0.8f},
                new SegmentFacts(
                        166_666,
                        new float[] {1},
                        new float[] {2},
                        new float[] {3},
                        new float[] {-20},
                        0.5f,
                        true,
                        true,
                        true,
                        4,
                        new float[] {0.25f}),
                List.of(new Embedding.ExpertText("ocr", "СТОП", new TimeSpan(4, 5))),
                0.125f,
                true,
                false);
    }
}

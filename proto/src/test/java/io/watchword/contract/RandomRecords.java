package io.watchword.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Records with every field set to something, from a seed. */
final class RandomRecords {
    private static final String[] WORDS = {"car", "двор", "horn 🚗", "", "a\n\"b\"", "日本"};
    private final Random random;

    RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    Segment segment() {
        long startUs = random.nextLong(1L << 40);
        return new Segment(
                "stream-" + random.nextInt(1000),
                word(),
                word(),
                random.nextLong(9),
                random.nextLong(1L << 40),
                new TimeSpan(startUs, startUs + random.nextLong(2_000_001)),
                maybe(new WallClock(random.nextLong(), pick(WallClock.Origin.values()))),
                maybe(new VideoInfo(1280, 720, random.nextFloat() * 60, word(), 90)),
                random.ints(random.nextInt(3), 1, 99).mapToObj(this::keyframe).toList(),
                maybe(motion(random.nextInt(2))),
                maybe(new AudioSamples(startUs, AudioSamples.SAMPLE_RATE_HZ, shorts())),
                List.of(new Segment.Telemetry(startUs, "speed", random.nextGaussian())),
                random.nextFloat(),
                random.nextBoolean(),
                false);
    }

    private Keyframe keyframe(int size) {
        return new Keyframe(random.nextLong(), bytes(size), random.nextBoolean(), size, size + 1);
    }

    private MotionField motion(int steps) {
        return new MotionField(
                steps,
                random.nextLong(),
                bytes(steps * 2 * MotionField.CELLS),
                bytes(steps * MotionField.CELLS),
                floats(steps));
    }

    Embedding embedding() {
        long startUs = random.nextLong(1L << 40);
        List<TokenBlock> blocks = new ArrayList<>();
        for (Modality modality : Modality.values()) {
            if (random.nextBoolean()) {
                TokenBlock block = TokenBlock.quantise(modality, 3, 8, floats(24));
                List<PictureTokens> pictures =
                        List.of(
                                new PictureTokens(random.nextLong(1L << 40), 1, 1),
                                new PictureTokens(random.nextLong(1L << 40), 2, 1));
                List<PictureTokens> tiled =
                        List.of(
                                new PictureTokens(7, 1, 1, 1, 1, true),
                                new PictureTokens(7, 1, 1, 1, 2, false),
                                new PictureTokens(7, 1, 1));
                List<PictureTokens> either = random.nextBoolean() ? pictures : tiled;
                blocks.add(random.nextBoolean() ? block : block.of(either));
            }
        }
        return new Embedding(
                "stream-" + random.nextInt(1000),
                word(),
                word(),
                random.nextLong(9),
                random.nextLong(1L << 40),
                new TimeSpan(startUs, startUs + 2_000_000),
                "tiny 1",
                word(),
                random.ints(random.nextInt(50), 0, 512).toArray(),
                blocks,
                floats(random.nextInt(3) * 64),
                facts(random.nextInt(13)),
                List.of(new Embedding.ExpertText("ocr", word(), new TimeSpan(startUs, startUs))),
                random.nextFloat(),
                random.nextBoolean(),
                random.nextBoolean(),
                maybe(new WallClock(random.nextLong(), pick(WallClock.Origin.values()))).stream()
                        .toList());
    }

    private SegmentFacts facts(int steps) {
        return new SegmentFacts(
                166_666,
                floats(steps),
                floats(steps),
                floats(steps),
                floats(random.nextInt(13)),
                random.nextFloat(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextLong(),
                floats(random.nextInt(9)));
    }

    Event event() {
        long startUs = random.nextLong(1L << 40);
        return new Event(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                1 + random.nextInt(Integer.MAX_VALUE),
                "stream-" + random.nextInt(1000),
                word(),
                new TimeSpan(startUs, startUs + random.nextLong(1L << 40)),
                word(),
                random.nextBoolean() ? "en" : "ru",
                List.of(word(), word()),
                pick(Event.Severity.values()),
                random.nextInt(10_001) / 10_000f,
                new Event.Evidence(
                        List.of(word()),
                        random.nextLong(),
                        new TokenLedger(count(), count(), count(), count(), count(), count(), 64)),
                new Event.Model(word(), word(), word(), word()),
                random.nextBoolean(),
                maybe(new UUID(random.nextLong(), random.nextLong()).toString()));
    }

    StreamStatus status() {
        return new StreamStatus(
                "stream-" + random.nextInt(1000),
                pick(StreamStatus.Stage.values()),
                word(),
                random.nextBoolean(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                maybe(new StreamStatus.Failure(pick(ErrorCode.values()), word())),
                maybe(vitals()));
    }

    private StreamVitals vitals() {
        return new StreamVitals(
                pick(StreamVitals.State.values()),
                random.nextLong(),
                word(),
                random.nextLong(),
                random.nextLong(),
                random.nextFloat(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextInt(5),
                word(),
                word());
    }

    StreamSpec spec() {
        return new StreamSpec(
                "stream-" + random.nextInt(1000),
                "rtsp://" + random.nextInt(),
                pick(Profile.values()),
                java.util.Map.of("transport", word()),
                java.util.List.of("10.0.0.0/8"),
                maybe("folder"),
                "");
    }

    StreamProgress progress() {
        return new StreamProgress(
                "stream-" + random.nextInt(1000),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextBoolean(),
                random.nextInt(),
                random.nextBoolean());
    }

    Gap gap() {
        long startUs = random.nextInt(1 << 30);
        return new Gap(
                "stream-" + random.nextInt(1000),
                random.nextLong(),
                new TimeSpan(startUs, startUs + random.nextInt(1 << 30)),
                pick(Gap.Reason.values()),
                word());
    }

    /** The same bytes with a few changed, cut or doubled. */
    byte[] damaged(byte[] bytes) {
        byte[] damaged = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 9));
        for (int i = random.nextInt(8); i >= 0 && damaged.length > 0; i--) {
            // Structure stands at the front, so most damage is done there.
            int bound = random.nextBoolean() ? Math.min(64, damaged.length) : damaged.length;
            damaged[random.nextInt(bound)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private int count() {
        return random.nextInt(500);
    }

    private String word() {
        return pick(WORDS);
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private short[] shorts() {
        short[] shorts = new short[random.nextInt(100)];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = (short) random.nextInt();
        }
        return shorts;
    }

    float[] floats(int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }
}

package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.GreedySampler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Many talks that come and go at random, side by side. */
final class Talks {
    private Talks() {}

    /** A prompt, what its sequence says alone, and what it said among others. */
    private static final class Talk {
        private final Prompt prompt;
        private final int limit;
        private final List<Integer> alone = new ArrayList<>();
        private final List<Integer> among = new ArrayList<>();

        Talk(Prompt prompt, int limit) {
            this.prompt = prompt;
            this.limit = limit;
        }
    }

    /** A talk under way. */
    private record Turn(Talk talk, Sequence sequence) {
        boolean isOver() {
            return talk.among.size() == talk.limit;
        }
    }

    /** Each says among others what it says alone. */
    static void sayTheSame(OnnxLlmEngine engine, int prompts, int seed) {
        sayTheSame(engine, engine, prompts, seed);
    }

    /** Each says among others, run by one engine, what it says alone, run by the other. */
    static void sayTheSame(OnnxLlmEngine engine, OnnxLlmEngine apart, int prompts, int seed) {
        Random random = new Random(seed);
        List<Talk> talks = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            Talk talk = new Talk(prompt(engine, random), 1 + random.nextInt(24));
            sayAlone(apart, talk);
            talks.add(talk);
        }

        List<Talk> toCome = new ArrayList<>(talks);
        List<Turn> turns = new ArrayList<>();
        while (!toCome.isEmpty() || !turns.isEmpty()) {
            while (!toCome.isEmpty() && turns.size() < 8 && random.nextInt(2) == 0) {
                Talk next = toCome.remove(0);
                turns.add(new Turn(next, engine.prefill(next.prompt)));
            }
            if (random.nextInt(6) == 0) {
                Collections.shuffle(turns, random);
            }
            if (random.nextInt(12) == 0 && !turns.isEmpty()) {
                turns.remove(random.nextInt(turns.size())).sequence().close();
            }
            step(engine, turns);
        }

        for (Talk talk : talks) {
            assertThat(talk.among)
                    .as("seed %d, prompt of %d", seed, talk.prompt.positions())
                    .isEqualTo(talk.alone.subList(0, talk.among.size()));
        }
        assertThat(talks.stream().filter(talk -> talk.among.size() == talk.limit))
                .hasSizeGreaterThan(prompts / 2);
    }

    private static void sayAlone(OnnxLlmEngine engine, Talk talk) {
        try (Sequence sequence = engine.prefill(talk.prompt)) {
            for (int i = 0; i < talk.limit; i++) {
                int token = pick(sequence);
                talk.alone.add(token);
                sequence.decode(token);
            }
        }
    }

    private static int pick(Sequence sequence) {
        return new GreedySampler().pick(sequence.logits()).orElseThrow().tokenId();
    }

    private static void step(OnnxLlmEngine engine, List<Turn> turns) {
        int[] tokens = new int[turns.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = pick(turns.get(i).sequence());
            turns.get(i).talk().among.add(tokens[i]);
        }
        if (tokens.length > 0) {
            engine.decode(turns.stream().map(Turn::sequence).toList(), tokens);
        }
        turns.stream().filter(Turn::isOver).forEach(turn -> turn.sequence().close());
        turns.removeIf(Turn::isOver);
    }

    /** Words, then a picture of random embeddings, then words. */
    static Prompt prompt(OnnxLlmEngine engine, Random random) {
        int before = 1 + random.nextInt(20);
        int columns = 1 + random.nextInt(4);
        int rows = 1 + random.nextInt(3);
        int after = 1 + random.nextInt(5);
        float[] values = new float[rows * columns * engine.hidden()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() / 4;
        }
        return new Prompt(
                List.of(
                        words(before, random),
                        new Prompt.Embeds(Modality.SPATIAL, rows * columns, values, rows, columns),
                        words(after, random)),
                new TokenLedger(before + after, rows * columns, 0, 0, 0, 0, 0));
    }

    private static Prompt.Tokens words(int count, Random random) {
        return new Prompt.Tokens(random.ints(count, 0, 100).toArray());
    }
}

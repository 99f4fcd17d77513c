package io.watchword.bench;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Events of many streams over a month, said by a grammar, with vectors in which what is said alike
 * lies close together. The same for the same seed.
 */
final class GeneratedEvents {
    static final int DIMENSIONS = 128;
    static final int STREAMS = 200;
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    static final long SPAN_S = 30L * 24 * 3600;
    static final String BUNDLE = "5e".repeat(32);

    private static final List<List<String>> SLOTS =
            List.of(
                    List.of("white", "black", "red", "blue", "green", "silver", "yellow", "dark"),
                    List.of(
                            "van",
                            "car",
                            "lorry",
                            "bus",
                            "bicycle",
                            "motorcycle",
                            "person",
                            "group",
                            "dog",
                            "cat",
                            "bird",
                            "door",
                            "forklift",
                            "trolley",
                            "child",
                            "cyclist",
                            "tractor",
                            "ambulance",
                            "taxi",
                            "scooter"),
                    List.of(
                            "stops",
                            "passes",
                            "turns",
                            "waits",
                            "leaves",
                            "arrives",
                            "reverses",
                            "slows",
                            "runs",
                            "falls",
                            "opens",
                            "closes",
                            "crosses",
                            "parks"),
                    List.of(
                            "at the gate",
                            "by the fence",
                            "on the road",
                            "near the ramp",
                            "in the yard",
                            "at the crossing",
                            "beside the wall",
                            "at the barrier",
                            "behind the shed",
                            "under the lamp",
                            "in front of the shop",
                            "on the bridge",
                            "at the pump",
                            "in the corridor"),
                    List.of(
                            "No sound",
                            "An engine is heard",
                            "Voices are heard",
                            "A horn is heard",
                            "Steps are heard",
                            "A siren is heard",
                            "Glass breaks",
                            "A dog barks",
                            "Rain is heard",
                            "Music is heard"));

    private final List<List<float[]>> directions = new ArrayList<>();
    private final Random random;

    GeneratedEvents(long seed) {
        Random fixed = new Random(seed);
        for (List<String> slot : SLOTS) {
            List<float[]> of = new ArrayList<>();
            slot.forEach(word -> of.add(gaussian(fixed, 1)));
            directions.add(of);
        }
        this.random = new Random(seed + 1);
    }

    /** A sentence with the vector near which its meaning lies. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Said(String text, float[] vector) {}

    TimelineEntry event(int number) {
        int[] chosen = chosen();
        String caption =
                (random.nextInt(3) == 0 ? "By night" : "By day")
                        + ", camera still: a "
                        + SLOTS.get(0).get(chosen[0])
                        + " "
                        + SLOTS.get(1).get(chosen[1])
                        + " "
                        + SLOTS.get(2).get(chosen[2])
                        + " "
                        + SLOTS.get(3).get(chosen[3])
                        + ". "
                        + SLOTS.get(4).get(chosen[4])
                        + ".";
        String stream = "camera-" + random.nextInt(STREAMS);
        Instant at = BEGIN.plusMillis((long) (random.nextDouble() * SPAN_S * 1000));
        Event event =
                new Event(
                        String.format("%016x", number * 0x9E3779B97F4A7C15L),
                        1,
                        stream,
                        stream,
                        new TimeSpan(number * 1_000_000L, number * 1_000_000L + 4_000_000),
                        caption,
                        "en",
                        List.of(chosen[2] % 3 == 0 ? "calm" : "motion"),
                        Event.Severity.INFO,
                        0.9f,
                        new Event.Evidence(List.of(), -1, new TokenLedger(40, 9, 12, 8, 6, 4, 30)),
                        new Event.Model("tiny", BUNDLE, BUNDLE, BUNDLE),
                        false,
                        Optional.empty());
        float[] none = new float[0];
        return new TimelineEntry(
                event,
                Optional.of(at),
                at.plusSeconds(5),
                new EvidenceVectors(BUNDLE, vector(chosen, SLOTS.size(), 1.5f), none, none, none),
                new Position(0, number));
    }

    /** What somebody looks for: "white van stops at the gate", or less of it. */
    Said query() {
        int[] chosen = chosen();
        int slots = 2 + random.nextInt(3);
        StringBuilder text = new StringBuilder();
        for (int slot = 0; slot < slots; slot++) {
            text.append(slot == 0 ? "" : " ").append(SLOTS.get(slot).get(chosen[slot]));
        }
        return new Said(text.toString(), vector(chosen, slots, 0.5f));
    }

    private int[] chosen() {
        return SLOTS.stream().mapToInt(slot -> random.nextInt(slot.size())).toArray();
    }

    private float[] vector(int[] chosen, int slots, float noise) {
        float[] sum = gaussian(random, noise);
        for (int slot = 0; slot < slots; slot++) {
            float[] direction = directions.get(slot).get(chosen[slot]);
            for (int i = 0; i < DIMENSIONS; i++) {
                sum[i] += direction[i];
            }
        }
        double squares = 0;
        for (float value : sum) {
            squares += (double) value * value;
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            sum[i] = (float) (sum[i] / Math.sqrt(squares));
        }
        return sum;
    }

    private static float[] gaussian(Random random, float size) {
        float[] values = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            values[i] = (float) (random.nextGaussian() * size);
        }
        return values;
    }
}

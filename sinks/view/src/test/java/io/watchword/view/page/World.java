package io.watchword.view.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.view.page.Scene.Actor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Made-up streams and what happened in them. Safe for use by any thread. */
final class World {
    /** When the first second of every stream was. */
    final Instant start;

    private final Map<String, ObjectNode> streams = new LinkedHashMap<>();
    private final Map<String, Happened> events = new ConcurrentHashMap<>();
    private final Map<String, List<ObjectNode>> gaps = new ConcurrentHashMap<>();
    private final Instant now;

    /** An event and what was to be seen. */
    record Happened(ObjectNode event, Scene scene) {
        String streamId() {
            return event.path("streamId").asText();
        }

        long startUs() {
            return event.path("startUs").asLong();
        }

        long endUs() {
            return event.path("endUs").asLong();
        }

        String caption() {
            return event.path("caption").asText();
        }
    }

    /** What is said of what goes by; the actor, English, Russian. */
    private record Story(Actor actor, String english, String russian, String severity) {}

    private static final List<Story> STORIES =
            List.of(
                    new Story(
                            Actor.VAN,
                            "a white van passes %s",
                            "белый фургон проезжает %s",
                            "info"),
                    new Story(Actor.PERSON, "a person walks %s", "человек идёт %s", "info"),
                    new Story(
                            Actor.CAR, "a blue car passes %s", "синяя машина проезжает %s", "info"),
                    new Story(Actor.PERSON, "a person runs %s", "человек бежит %s", "notice"),
                    new Story(Actor.DOG, "a dog crosses %s", "собака перебегает %s", "info"),
                    new Story(Actor.LORRY, "a lorry passes %s", "грузовик проезжает %s", "notice"));

    World(Instant now, long hours) {
        this.now = now;
        this.start = now.minusSeconds(hours * 3600);
    }

    /** A handful of streams in all states, with some hours behind them. */
    static World usual(Instant now) {
        World world = new World(now, 2);
        world.stream("yard", "rtsp://camera-1.example/main", "live", "", false);
        world.stream("gate-north", "rtsp://camera-2.example/main", "live", "", true);
        world.stream("car-park", "rtsps://camera-3.example/main", "live", "", false);
        world.stream(
                "loading-dock",
                "https://media.example/dock.m3u8",
                "stalled",
                "no packet for 12 s",
                false);
        world.stream(
                "lobby", "rtsp://camera-5.example/main", "backing_off", "connection refused", true);
        world.stream(
                "roof",
                "rtsp://camera-6.example/main",
                "failed",
                "401: the camera wants another password",
                false);
        world.stream("high-street", "udp://239.0.0.7:5000", "live", "", false);
        world.stream("visit-2026-05-04.mp4", "visit-2026-05-04.mp4", "done", "", false);
        world.streams.get("visit-2026-05-04.mp4").put("frameRateHz", 0).put("lagUs", 0);
        world.streams.keySet().forEach(id -> world.past(id, id.startsWith("visit") ? 24 : 70));
        Scene scene = new Scene("yard".hashCode(), false, Actor.VAN, true);
        String[] told = {
            "By day, camera still: a white van passes to the right. No sound.",
            "День, камера неподвижна: белый фургон проезжает направо. Без звука."
        };
        world.add("yard", 7_185_000_000L, 6_000_000, told[0], "en", scene);
        world.add("yard", 7_185_000_000L, 6_000_000, told[1], "ru", scene);
        return world;
    }

    /** Many streams, some with names that nobody would give. */
    static World crowded(Instant now) {
        World world = new World(now, 1);
        for (int i = 0; i < 200; i++) {
            String id = "camera-%03d".formatted(i) + (i % 20 == 7 ? "-" + "long".repeat(30) : "");
            world.stream(
                    id,
                    "rtsp://10.0.0." + i + "/",
                    i % 11 == 3 ? "stalled" : "live",
                    "",
                    i % 3 == 0);
            world.past(id, 2);
        }
        return world;
    }

    /** All that is said, of streams and in captions, is hostile. */
    static World hostile(Instant now) {
        World world = new World(now, 1);
        List<String> texts = HostileText.ALL;
        for (int i = 0; i < texts.size(); i++) {
            String id = texts.get(i);
            world.stream(id, id, i % 2 == 0 ? "live" : "failed", id, false);
            world.add(
                            id,
                            i * 60_000_000L,
                            5_000_000,
                            texts.get(i),
                            "en",
                            new Scene(i, false, Actor.CAR, true))
                    .event()
                    .putArray("labels")
                    .add(id);
        }
        return world;
    }

    void stream(String id, String source, String state, String reason, boolean night) {
        ObjectNode stream = Browser.JSON.createObjectNode();
        stream.put("streamId", id).put("source", source).put("state", state);
        stream.put("since", now.minusSeconds(state.equals("live") ? 7100 : 95).toString());
        stream.put("reason", reason);
        stream.put("nextTry", state.equals("backing_off") ? now.plusSeconds(20).toString() : null);
        stream.put("frameRateHz", state.equals("live") ? 25.0 : 0);
        stream.put("lagUs", state.equals("live") ? 1_400_000 : 95_000_000);
        stream.put("gaps", state.equals("live") ? 1 : 4).put("night", night);
        synchronized (streams) {
            streams.put(id, stream);
        }
    }

    /** Goes back from now: calm spells, and something between them; one hole. */
    private void past(String id, int count) {
        Random random = new Random(id.hashCode());
        boolean filed = id.endsWith(".mp4");
        boolean night = streams.get(id).path("night").asBoolean();
        String head = night ? "By night, camera still: " : "By day, camera still: ";
        long endUs = Math.max(0, now.getEpochSecond() - start.getEpochSecond() - 20) * 1_000_000L;
        endUs = filed ? count * 7_000_000L : endUs;
        for (int i = 0; i < count && endUs > 12_000_000; i++) {
            boolean calm = i % 3 == 1;
            long lengthUs =
                    calm
                            ? 30_000_000 + random.nextInt(60) * 1_000_000L
                            : 4_000_000 + random.nextInt(60) * 100_000L;
            lengthUs = Math.min(filed ? 7_000_000 : lengthUs, endUs);
            Story story = STORIES.get(random.nextInt(STORIES.size()));
            Scene scene =
                    new Scene(
                            id.hashCode(),
                            night,
                            calm ? Actor.NOBODY : story.actor(),
                            random.nextBoolean());
            String way = scene.rightwards() ? "to the right" : "to the left";
            String said = calm ? "nothing moves" : story.english().formatted(way);
            Happened one =
                    add(id, endUs - lengthUs, lengthUs, head + said + ". No sound.", "en", scene);
            one.event().put("severity", calm ? "info" : i == 3 ? "alert" : story.severity());
            one.event().putArray("labels").add(calm ? "calm" : "motion");
            one.event()
                    .put(
                            "confidence",
                            calm
                                    ? 0.99
                                    : Math.round((0.42 + 0.57 * random.nextDouble()) * 100)
                                            / 100.0);
            if (i % 4 == 0) {
                String russian =
                        calm
                                ? "ничего не движется"
                                : story.russian()
                                        .formatted(scene.rightwards() ? "направо" : "налево");
                String russianHead =
                        night ? "Ночь, камера неподвижна: " : "День, камера неподвижна: ";
                Happened other =
                        add(
                                id,
                                endUs - lengthUs,
                                lengthUs,
                                russianHead + russian + ". Без звука.",
                                "ru",
                                scene);
                other.event().set("labels", one.event().path("labels"));
                other.event().put("severity", one.event().path("severity").asText());
                other.event().put("confidence", one.event().path("confidence").asDouble());
            }
            if (i == 6) {
                one.event().put("degraded", true);
            }
            endUs -= lengthUs;
            if (i == 6 && !filed) {
                gap(id, endUs - 240_000_000, endUs, "disconnected", "the camera did not answer");
                endUs -= 240_000_000;
            }
        }
    }

    /** Adds an event; the caller may change it before anybody asks. */
    Happened add(
            String id, long startUs, long lengthUs, String caption, String language, Scene scene) {
        ObjectNode event = Browser.JSON.createObjectNode();
        String eventId =
                UUID.nameUUIDFromBytes((id + startUs + language).getBytes(StandardCharsets.UTF_8))
                        .toString();
        event.put("eventId", eventId).put("revision", 1).put("streamId", id);
        event.put("source", streams.get(id).path("source").asText());
        event.put("startUs", startUs).put("endUs", startUs + lengthUs);
        event.put("caption", caption).put("language", language);
        event.putArray("labels").add("motion");
        event.put("severity", "info").put("confidence", 0.93);
        ObjectNode evidence = event.putObject("evidence");
        evidence.putArray("segmentIds").add("s/1/0").add("s/1/1");
        evidence.put("keyframePtsUs", startUs + lengthUs / 2);
        ObjectNode tokens = evidence.putObject("tokens");
        tokens.put("text", 12)
                .put("spatial", 96)
                .put("motion", 96)
                .put("audio", 40)
                .put("temporal", 24)
                .put("delimiter", 14)
                .put("decoded", 18);
        ObjectNode model = event.putObject("model");
        model.put("name", "tiny 2").put("sha256", "b919bf0e778b0d80".repeat(4));
        model.put("promptSha256", "6bf304527c0a6188".repeat(4))
                .put("configSha256", "9e17db33875bd70c".repeat(4));
        event.put("degraded", false);
        boolean filed = id.endsWith(".mp4");
        Instant startsAt = start.plusNanos(startUs * 1000);
        event.put("startsAt", filed ? null : startsAt.toString());
        event.put(
                "recordedAt",
                (filed ? now.minusSeconds(5400) : startsAt.plusNanos(lengthUs * 1000)).toString());
        event.put("cursor", "0:" + events.size());
        Happened happened = new Happened(event, scene);
        events.put(eventId, happened);
        return happened;
    }

    private void gap(String id, long startUs, long endUs, String reason, String detail) {
        ObjectNode gap = Browser.JSON.createObjectNode().put("startUs", startUs);
        gap.put("endUs", endUs).put("reason", reason).put("detail", detail);
        gaps.computeIfAbsent(id, key -> new CopyOnWriteArrayList<>()).add(gap);
    }

    List<ObjectNode> gaps(String streamId) {
        return gaps.getOrDefault(streamId, List.of());
    }

    Optional<Happened> event(String id) {
        return Optional.ofNullable(events.get(id));
    }

    void remove(String streamId) {
        synchronized (streams) {
            streams.remove(streamId);
        }
    }

    /** Newest first. */
    List<Happened> newest() {
        Collection<Happened> all = events.values();
        List<Happened> sorted = new ArrayList<>(all);
        sorted.sort(
                Comparator.comparing((Happened one) -> one.event().path("recordedAt").asText())
                        .thenComparing(Happened::startUs)
                        .thenComparing(one -> one.event().path("eventId").asText())
                        .reversed());
        return sorted;
    }

    Optional<Happened> last(String streamId) {
        return newest().stream().filter(one -> one.streamId().equals(streamId)).findFirst();
    }

    ArrayNode streams() {
        ArrayNode all = Browser.JSON.createArrayNode();
        Map<String, Happened> last = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Happened one : newest()) {
            last.putIfAbsent(one.streamId(), one);
            counts.merge(one.streamId(), 1, Integer::sum);
        }
        synchronized (streams) {
            streams.forEach(
                    (id, stream) -> {
                        ObjectNode node = stream.deepCopy();
                        node.remove("night");
                        node.put("events", counts.getOrDefault(id, 0));
                        node.set("lastEvent", last.containsKey(id) ? last.get(id).event() : null);
                        node.put("picture", "/api/v1/streams/x/picture");
                        all.add(node);
                    });
        }
        return all;
    }
}

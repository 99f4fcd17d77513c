package io.watchword.view.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.view.page.World.Happened;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Answers that are read out of the world. Pure. */
final class Lists {
    private static final long STEP_US = 166_667;
    private static final long LEVEL_US = 100_000;

    private Lists() {}

    private static Stream<Happened> asked(World world, Map<String, String> query) {
        String stream = query.getOrDefault("stream", "");
        String label = query.getOrDefault("label", "");
        String from = query.getOrDefault("from", "");
        String to = query.getOrDefault("to", "");
        return world.newest().stream()
                .filter(one -> stream.isEmpty() || one.streamId().equals(stream))
                .filter(
                        one ->
                                label.isEmpty()
                                        || one.event()
                                                .path("labels")
                                                .toString()
                                                .contains("\"" + label + "\""))
                .filter(one -> from.isEmpty() || when(one).compareTo(from) >= 0)
                .filter(one -> to.isEmpty() || when(one).compareTo(to) < 0);
    }

    private static String when(Happened one) {
        String startsAt = one.event().path("startsAt").asText("");
        return one.event().path("startsAt").isNull()
                ? one.event().path("recordedAt").asText()
                : startsAt;
    }

    static ObjectNode events(World world, Map<String, String> query) {
        int limit = Integer.parseInt(query.getOrDefault("limit", "50"));
        int skip = Integer.parseInt(query.getOrDefault("before", "0"));
        List<Happened> found = asked(world, query).skip(skip).limit(limit + 1L).toList();
        ObjectNode answer = Browser.JSON.createObjectNode();
        ArrayNode events = answer.putArray("events");
        found.stream().limit(limit).forEach(one -> events.add(one.event()));
        answer.put("next", found.size() > limit ? Integer.toString(skip + limit) : null);
        ArrayNode gaps = answer.putArray("gaps");
        if (skip == 0 && query.containsKey("stream")) {
            world.gaps(query.get("stream")).forEach(gaps::add);
        }
        return answer;
    }

    static ObjectNode search(World world, Map<String, String> query) {
        String like = query.getOrDefault("like", "");
        String[] words = query.getOrDefault("q", "").toLowerCase(Locale.ROOT).split(" ", -1);
        ObjectNode answer = Browser.JSON.createObjectNode();
        ArrayNode hits = answer.putArray("hits");
        asked(world, query)
                .forEach(
                        one -> {
                            boolean alike =
                                    !like.isEmpty()
                                            && world.event(like).orElseThrow().scene().actor()
                                                    == one.scene().actor();
                            List<String> held =
                                    like.isEmpty()
                                            ? Stream.of(words)
                                                    .filter(
                                                            word ->
                                                                    one.caption()
                                                                            .toLowerCase(
                                                                                    Locale.ROOT)
                                                                            .contains(word))
                                                    .toList()
                                            : List.of();
                            if (hits.size() < 30 && (alike || held.size() == words.length)) {
                                ObjectNode hit = hits.addObject().put("score", 1);
                                hit.set("event", one.event());
                                ObjectNode why =
                                        hit.putObject("why").put("meaning", alike ? 0.97 : 0.81);
                                held.forEach(why.putArray("words")::add);
                                snippet(why.putArray("snippet"), one.caption(), held);
                            }
                        });
        return answer.put("next", (String) null);
    }

    private static void snippet(ArrayNode pieces, String caption, List<String> words) {
        for (String piece : caption.split("(?<= )|(?= )", -1)) {
            String bare = piece.toLowerCase(Locale.ROOT).replaceAll("[.,:]", "");
            pieces.addObject().put("text", piece).put("match", words.contains(bare));
        }
    }

    static ObjectNode trace(Happened happened) {
        ObjectNode answer = Browser.JSON.createObjectNode();
        long lengthUs = Math.min(happened.endUs() - happened.startUs(), 60_000_000);
        answer.put("startUs", happened.startUs()).put("endUs", happened.startUs() + lengthUs);
        answer.put("stepUs", STEP_US).put("rows", Scene.ROWS).put("columns", Scene.COLUMNS);
        ArrayNode motion = answer.putArray("motion");
        for (long us = 0; us < lengthUs; us += STEP_US) {
            ArrayNode step = motion.addArray();
            for (float px :
                    happened.scene().motion((double) us / lengthUs, (double) STEP_US / lengthUs)) {
                step.add(px);
            }
        }
        answer.put("loudnessStepUs", LEVEL_US);
        ArrayNode levels = answer.putArray("loudnessDbfs");
        for (long us = 0; us < lengthUs; us += LEVEL_US) {
            double part = (double) us / lengthUs;
            double near = Math.exp(-18 * (part - 0.5) * (part - 0.5));
            levels.add(Math.round((-58 + 34 * near + 3 * Math.sin(us / 3e5)) * 10) / 10.0);
        }
        return answer;
    }

    static ObjectNode health(World world) {
        ObjectNode answer = Browser.JSON.createObjectNode().put("status", "degraded");
        ArrayNode parts = answer.putArray("parts");
        part(parts, "kafka", true, "");
        part(parts, "ingest", false, "roof: 401, the camera wants another password");
        part(parts, "encode", true, "");
        part(parts, "detect", true, "");
        part(parts, "view", true, "");
        ObjectNode streams = answer.putObject("streams");
        world.streams()
                .forEach(
                        stream -> {
                            String state = stream.path("state").asText();
                            streams.put(state, streams.path(state).asInt() + 1);
                        });
        answer.putObject("llm").put("ok", true).put("detail", "tiny 2, 14 ms a token");
        answer.putObject("disk")
                .put("freeBytes", 182_000_000_000L)
                .put("totalBytes", 512_000_000_000L);
        return answer;
    }

    private static void part(ArrayNode parts, String name, boolean ok, String detail) {
        parts.addObject().put("name", name).put("ok", ok).put("detail", detail);
    }
}

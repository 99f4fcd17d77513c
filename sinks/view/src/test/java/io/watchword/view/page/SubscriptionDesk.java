package io.watchword.view.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.view.page.PageServer.Asked;
import io.watchword.view.page.PageServer.Refused;
import io.watchword.view.page.World.Happened;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keeps subscriptions, and says what they catch: the part of their words that a caption holds. */
final class SubscriptionDesk {
    private final World world;
    private final Map<String, ObjectNode> kept = new LinkedHashMap<>();

    SubscriptionDesk(World world) {
        this.world = world;
    }

    synchronized JsonNode answer(Asked asked, String method, byte[] body) throws IOException {
        ObjectNode answer = Browser.JSON.createObjectNode();
        boolean one = asked.path().size() > 3;
        if (one && asked.part(3).equals("preview")) {
            return preview((ObjectNode) Browser.JSON.readTree(body));
        }
        if (method.equals("POST")) {
            ObjectNode made = (ObjectNode) Browser.JSON.readTree(body);
            made.put("id", "s" + (kept.size() + 1)).put("revision", 1);
            kept.put(made.path("id").asText(), made);
            return made;
        }
        if (method.equals("DELETE")) {
            kept.remove(asked.part(3));
            return answer;
        }
        if (one) {
            ObjectNode found = kept.get(asked.part(3));
            if (found == null) {
                throw new Refused(404, "there is no such subscription");
            }
            return preview(found);
        }
        ArrayNode all = answer.putArray("subscriptions");
        kept.values().forEach(all::add);
        return answer;
    }

    private ObjectNode preview(ObjectNode wanted) {
        String[] words = wanted.path("words").asText().toLowerCase(Locale.ROOT).split(" ", -1);
        double least = wanted.path("rule").path("threshold").asDouble();
        List<Happened> events = world.newest();
        ObjectNode answer =
                Browser.JSON
                        .createObjectNode()
                        .put("looked", events.size())
                        .put("lookedBy", "recorded");
        ArrayNode hits = answer.putArray("hits");
        for (Happened one : events) {
            List<String> held =
                    List.of(words).stream()
                            .filter(word -> one.caption().toLowerCase(Locale.ROOT).contains(word))
                            .toList();
            double likeness = (double) held.size() / words.length;
            if (!held.isEmpty() && likeness >= least) {
                ObjectNode hit = hits.addObject();
                for (String field :
                        List.of(
                                "eventId",
                                "revision",
                                "streamId",
                                "startUs",
                                "endUs",
                                "startsAt",
                                "caption",
                                "language")) {
                    hit.set(field, one.event().get(field));
                }
                ObjectNode why =
                        hit.putObject("why").put("likeness", likeness).put("verdict", "notAsked");
                held.forEach(why.putArray("words")::add);
                why.putArray("labels");
            }
        }
        return answer;
    }
}

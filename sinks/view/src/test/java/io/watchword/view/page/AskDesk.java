package io.watchword.view.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.watchword.view.page.World.Happened;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Answers questions: two windows at once, the rest when it is let. */
final class AskDesk implements AutoCloseable {
    private final List<JsonNode> asked = new ArrayList<>();
    private List<Happened> rests = List.of();
    private boolean held;
    private boolean closed;

    /** The spans that the next answers rest on, the first of them the best. */
    synchronized void restsOn(List<Happened> events) {
        rests = List.copyOf(events);
    }

    synchronized void hold() {
        held = true;
    }

    synchronized void letGo() {
        held = false;
        notifyAll();
    }

    synchronized List<JsonNode> asked() {
        return List.copyOf(asked);
    }

    void answer(HttpExchange exchange, JsonNode question) throws IOException {
        List<Happened> found;
        synchronized (this) {
            asked.add(question);
            found = rests;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            ObjectNode plan = line("plan");
            ObjectNode looked = plan.putObject("plan");
            looked.put("askedWindows", found.size()).put("storedUs", 7_200_000_000L);
            write(out, plan);
            for (int i = 0; i < found.size(); i++) {
                if (i == 2) {
                    waitForIt();
                }
                ObjectNode window = line("window");
                ObjectNode what = span(window.putObject("window"), found.get(i));
                what.put("text", "Yes, " + found.get(i).caption())
                        .put("confidence", 0.94 - 0.07 * i)
                        .put("fits", true);
                write(out, window);
            }
            ObjectNode answer = line("answer");
            ObjectNode told = answer.putObject("answer");
            told.put("verdict", "yes")
                    .put("answer", "a van passes the gate.")
                    .put("confidence", 0.94);
            ArrayNode spans = told.putArray("spans");
            found.forEach(one -> span(spans.addObject(), one));
            told.putArray("answers");
            told.set("lookedAt", looked);
            write(out, answer);
        }
    }

    private synchronized void waitForIt() throws IOException {
        try {
            while (held && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static ObjectNode line(String kind) {
        return Browser.JSON.createObjectNode().put("kind", kind);
    }

    private static ObjectNode span(ObjectNode node, Happened one) {
        node.put("startUs", one.startUs()).put("endUs", one.endUs());
        String startsAt = one.event().path("startsAt").asText();
        long startUnixUs = java.time.Instant.parse(startsAt).toEpochMilli() * 1000;
        return node.put("startUnixUs", startUnixUs)
                .put("endUnixUs", startUnixUs + one.endUs() - one.startUs());
    }

    private static void write(OutputStream out, ObjectNode line) throws IOException {
        out.write((line + "\n").getBytes(UTF_8));
        out.flush();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}

package io.watchword.view.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Server-sent events: keeps what was told, so that a follower goes on after the last it had. */
final class FeedDesk implements AutoCloseable {
    private final List<String> told = new ArrayList<>();
    private boolean open = true;
    private boolean closed;
    private int cuts;
    private int followers;

    synchronized void tell(String kind, JsonNode data) {
        told.add("event: " + kind + "\nid: " + (told.size() + 1) + "\ndata: " + data + "\n\n");
        notifyAll();
    }

    /** Ends all connections; while it stays shut, new ones wait at the door. */
    synchronized void cut() {
        cuts++;
        open = false;
        notifyAll();
    }

    synchronized void reopen() {
        open = true;
        notifyAll();
    }

    synchronized int followers() {
        return followers;
    }

    void follow(HttpExchange exchange) throws IOException {
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        int at;
        int born;
        try {
            synchronized (this) {
                while (!open && !closed) {
                    wait();
                }
                at = last == null ? told.size() : Integer.parseInt(last);
                born = cuts;
                followers++;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("retry: 60\n\n".getBytes(UTF_8));
                out.flush();
                for (String next = next(at, born); !next.isEmpty(); next = next(at, born)) {
                    out.write(next.getBytes(UTF_8));
                    out.flush();
                    at++;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                followers--;
            }
        }
    }

    /** Waits for it; empty where the connection is to end. */
    private synchronized String next(int at, int born) throws InterruptedException {
        while (told.size() <= at && cuts == born && !closed) {
            wait();
        }
        return cuts != born || closed ? "" : told.get(at);
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}

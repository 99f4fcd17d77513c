package io.watchword.view.page;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A headless Chromium, driven by its DevTools protocol. Owns the process and its profile. */
public final class Browser implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    /** Where the operating system's package puts it; the build looks for it there too. */
    private static final String PROGRAM = "/usr/bin/chromium";

    private static final String TELLS = "DevTools listening on ";
    private static final long PATIENCE_S = 20;

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, JsonNode>> listeners = new CopyOnWriteArrayList<>();

    /** Whether there is one. */
    public static boolean isInstalled() {
        return Files.isExecutable(Path.of(PROGRAM));
    }

    public Browser() throws IOException {
        profile = Files.createTempDirectory("chromium");
        process =
                new ProcessBuilder(
                                PROGRAM,
                                "--headless=new",
                                "--no-sandbox", // the tests may run as root, and load only our page
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--disable-extensions",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--no-first-run",
                                "--hide-scrollbars",
                                "--mute-audio",
                                "--autoplay-policy=no-user-gesture-required",
                                "--force-color-profile=srgb",
                                "--lang=en-GB",
                                "--user-data-dir=" + profile,
                                "--remote-debugging-port=0",
                                "about:blank")
                        .redirectErrorStream(true)
                        .start();
        socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(address(), new Incoming())
                        .join();
    }

    private URI address() throws IOException {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(TELLS)) {
                Thread rest = new Thread(() -> readOn(said), "chromium");
                rest.setDaemon(true);
                rest.start();
                return URI.create(line.substring(TELLS.length()).strip());
            }
        }
        throw new IOException("Chromium ended before it listened");
    }

    /** What it says later is nobody's business, but must not fill its pipe. */
    private static void readOn(BufferedReader said) {
        try {
            while (said.readLine() != null) {}
        } catch (IOException closed) {
            // The browser has ended.
        }
    }

    /** A tab of a new visitor: nothing is kept from others. */
    public Tab tab() {
        String context =
                ask("", "Target.createBrowserContext", params()).path("browserContextId").asText();
        ObjectNode wanted = params().put("url", "about:blank").put("browserContextId", context);
        String target = ask("", "Target.createTarget", wanted).path("targetId").asText();
        ObjectNode attach = params().put("flatten", true).put("targetId", target);
        String session = ask("", "Target.attachToTarget", attach).path("sessionId").asText();
        return new Tab(this, target, session);
    }

    void closeTab(String target) {
        ask("", "Target.closeTarget", params().put("targetId", target));
    }

    static ObjectNode params() {
        return JSON.createObjectNode();
    }

    /** Hears of what happens in one session: the method, its parameters. */
    void hear(String session, BiConsumer<String, JsonNode> listener) {
        listeners.add(
                (method, message) -> {
                    if (message.path("sessionId").asText().equals(session)) {
                        listener.accept(method, message.path("params"));
                    }
                });
    }

    JsonNode ask(String session, String method, ObjectNode params) {
        int id = ids.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", params);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        try {
            synchronized (socket) { // one message at a time
                socket.sendText(message.toString(), true).get(PATIENCE_S, SECONDS);
            }
            JsonNode told = answer.get(PATIENCE_S, SECONDS);
            if (told.has("error")) {
                throw new AssertionError(method + ": " + told.path("error"));
            }
            return told.path("result");
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(method + " was not answered", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    /** Puts messages together and gives answers to who asked. */
    private final class Incoming implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(String message) {
            JsonNode node;
            try {
                node = JSON.readTree(message);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + message, e);
            }
            if (node.has("id")) {
                CompletableFuture<JsonNode> waiting = asked.remove(node.path("id").asInt());
                if (waiting != null) {
                    waiting.complete(node);
                }
                return;
            }
            String method = node.path("method").asText();
            listeners.forEach(listener -> listener.accept(method, node));
        }
    }
}

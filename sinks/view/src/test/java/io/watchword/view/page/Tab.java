package io.watchword.view.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One tab: what a person does in it, and what it complained of. */
public final class Tab {
    private static final long PATIENCE_MS = 15_000;
    private static final Map<String, String> TEXT_OF = Map.of("Enter", "\r", "Space", " ");

    private final Browser browser;
    private final String session;
    private final String target;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    Tab(Browser browser, String target, String session) {
        this.browser = browser;
        this.target = target;
        this.session = session;
        browser.hear(session, this::hear);
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            ask(domain + ".enable", Browser.params());
        }
        size(1440, 900, false);
    }

    private void hear(String method, JsonNode params) {
        switch (method) {
            case "Runtime.exceptionThrown" ->
                    complaints.add(params.path("exceptionDetails").toString());
            case "Log.entryAdded" -> logged(params.path("entry"));
            case "Page.javascriptDialogOpening" -> complaints.add("dialog: " + params);
            case "Network.requestWillBeSent" ->
                    requests.add(params.path("request").path("url").asText());
            default -> {}
        }
    }

    /** What the server refused is for the page to show; what the policy refused is a mistake. */
    private void logged(JsonNode entry) {
        boolean ours = !entry.path("source").asText().equals("network");
        if (ours && entry.path("level").asText().equals("error")) {
            complaints.add(entry.toString());
        }
    }

    private JsonNode ask(String method, ObjectNode params) {
        return browser.ask(session, method, params);
    }

    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    void close() {
        browser.closeTab(target);
    }

    /** Goes to an address as a new visitor would. */
    public void open(String url) {
        ask("Page.navigate", Browser.params().put("url", "about:blank"));
        ask("Page.navigate", Browser.params().put("url", url));
        until("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    void size(int widthPx, int heightPx, boolean phone) {
        ObjectNode size = Browser.params().put("width", widthPx).put("height", heightPx);
        ask(
                "Emulation.setDeviceMetricsOverride",
                size.put("deviceScaleFactor", phone ? 2 : 1).put("mobile", phone));
        ask(
                "Emulation.setTouchEmulationEnabled",
                Browser.params().put("enabled", phone).put("maxTouchPoints", 1));
    }

    void darkness(boolean dark) {
        ObjectNode media = Browser.params();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        ask("Emulation.setEmulatedMedia", media);
    }

    /** The value of an expression; a promise is waited for. */
    public JsonNode value(String expression) {
        JsonNode told =
                ask(
                        "Runtime.evaluate",
                        Browser.params()
                                .put("expression", expression)
                                .put("awaitPromise", true)
                                .put("returnByValue", true));
        if (told.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + told.path("exceptionDetails"));
        }
        return told.path("result").path("value");
    }

    String text(String selector) {
        return value("document.querySelector(%s)?.innerText ?? ''".formatted(quoted(selector)))
                .asText();
    }

    int count(String selector) {
        return value("document.querySelectorAll(%s).length".formatted(quoted(selector))).asInt();
    }

    /** Waits in the page until an expression holds. */
    public void until(String expression) {
        long until = System.nanoTime() + PATIENCE_MS * 1_000_000;
        String wait =
                """
                new Promise((done) => {
                  const end = performance.now() + 1000;
                  const look = () => {
                    let holds = false;
                    try { holds = Boolean(%s); } catch { holds = false; }
                    if (holds || performance.now() > end) done(holds); else setTimeout(look, 10);
                  };
                  look();
                })"""
                        .formatted(expression);
        while (System.nanoTime() < until) {
            try {
                if (value(wait).asBoolean()) {
                    return;
                }
            } catch (AssertionError left) { // the page went to another while it looked
                if (System.nanoTime() >= until) {
                    throw left;
                }
            }
        }
        throw new AssertionError("never came true: " + expression + "; " + complaints);
    }

    public void untilThere(String selector) {
        until("document.querySelector(%s)".formatted(quoted(selector)));
    }

    public void untilSaid(String selector, String words) {
        until(
                "document.querySelector(%s)?.innerText.includes(%s)"
                        .formatted(quoted(selector), quoted(words)));
    }

    void click(String selector) {
        untilThere(selector);
        JsonNode at =
                value(
                        """
                        (() => { const node = document.querySelector(%s);
                          node.scrollIntoView({block: 'center'});
                          const box = node.getBoundingClientRect();
                          return {x: box.x + box.width / 2, y: box.y + box.height / 2}; })()"""
                                .formatted(quoted(selector)));
        mouse("mouseMoved", at, 0);
        mouse("mousePressed", at, 1);
        mouse("mouseReleased", at, 1);
    }

    private void mouse(String type, JsonNode at, int clicks) {
        ask(
                "Input.dispatchMouseEvent",
                Browser.params()
                        .put("type", type)
                        .put("x", at.path("x").asDouble())
                        .put("y", at.path("y").asDouble())
                        .put("button", clicks == 0 ? "none" : "left")
                        .put("clickCount", clicks));
    }

    void type(String words) {
        ask("Input.insertText", Browser.params().put("text", words));
    }

    /** Presses a key: a character, or a name such as Enter, Tab, Escape. */
    void press(String key) {
        String text = key.length() == 1 ? key : TEXT_OF.getOrDefault(key, "");
        ObjectNode down = Browser.params().put("type", text.isEmpty() ? "rawKeyDown" : "keyDown");
        down.put("key", key).put("windowsVirtualKeyCode", code(key));
        if (!text.isEmpty()) {
            down.put("text", text);
        }
        ask("Input.dispatchKeyEvent", down);
        ask(
                "Input.dispatchKeyEvent",
                Browser.params()
                        .put("type", "keyUp")
                        .put("key", key)
                        .put("windowsVirtualKeyCode", code(key)));
    }

    private static int code(String key) {
        return switch (key) {
            case "Enter" -> 13;
            case "Tab" -> 9;
            case "Escape" -> 27;
            case "ArrowLeft" -> 37;
            case "ArrowRight" -> 39;
            default -> Character.toUpperCase(key.charAt(0));
        };
    }

    void screenshot(Path file) {
        JsonNode shot =
                ask(
                        "Page.captureScreenshot",
                        Browser.params().put("format", "png").put("optimizeForSpeed", true));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(shot.path("data").asText()));
        } catch (IOException e) {
            throw new AssertionError("no screenshot " + file, e);
        }
    }

    static String quoted(String text) {
        return Browser.JSON.valueToTree(text).toString();
    }
}

package io.watchword.view.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.view.access.Need;
import io.watchword.view.access.Tenants;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route, with credentials of every kind. The routes are those that the server has. */
class AccessMatrixTest {
    /** Who may do what: a new route must be thought about here too. */
    private static final Map<String, Need> POLICY =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("GET /", Need.OPEN),
                            Map.entry("GET /<file>", Need.OPEN),
                            Map.entry("GET /livez", Need.OPEN),
                            Map.entry("GET /readyz", Need.OPEN),
                            Map.entry("GET /api/v1/openapi.json", Need.OPEN),
                            Map.entry("GET /api/v1/session", Need.OPEN),
                            Map.entry("POST /api/v1/session", Need.OPEN),
                            Map.entry("DELETE /api/v1/session", Need.OPEN),
                            Map.entry("GET /api/v1/session/oidc", Need.OPEN),
                            Map.entry("GET /api/v1/session/oidc/back", Need.OPEN),
                            Map.entry("GET /metrics", Need.METRICS),
                            Map.entry("GET /api/v1/health", Need.METRICS),
                            Map.entry("GET /api/v1/streams", Need.READ),
                            Map.entry("POST /api/v1/streams", Need.ADMIN),
                            Map.entry("DELETE /api/v1/streams/{id}", Need.ADMIN),
                            Map.entry("GET /api/v1/streams/{id}/picture", Need.READ),
                            Map.entry("GET /api/v1/events", Need.READ),
                            Map.entry("GET /api/v1/events.csv", Need.READ),
                            Map.entry("GET /api/v1/events/stream", Need.READ),
                            Map.entry("GET /api/v1/events/{id}", Need.READ),
                            Map.entry("GET /api/v1/events/{id}/keyframe", Need.READ),
                            Map.entry("GET /api/v1/events/{id}/clip", Need.READ),
                            Map.entry("GET /api/v1/events/{id}/trace", Need.READ),
                            Map.entry("GET /api/v1/search", Need.SEARCH),
                            Map.entry("POST /api/v1/ask", Need.ASK),
                            Map.entry("GET /api/v1/subscriptions", Need.SUBSCRIBE),
                            Map.entry("POST /api/v1/subscriptions", Need.SUBSCRIBE),
                            Map.entry("POST /api/v1/subscriptions/bulk", Need.SUBSCRIBE),
                            Map.entry("POST /api/v1/subscriptions/preview", Need.SUBSCRIBE),
                            Map.entry("GET /api/v1/subscriptions/{id}", Need.SUBSCRIBE),
                            Map.entry("DELETE /api/v1/subscriptions/{id}", Need.SUBSCRIBE),
                            Map.entry("GET /api/v1/subscriptions/{id}/hits", Need.SUBSCRIBE)));

    private static final Map<String, String> BODIES =
            Map.of(
                    "POST /api/v1/session", "{\"token\":\"ww_none\"}",
                    "POST /api/v1/streams", "{\"streamId\":\"new\",\"source\":\"rtsp://a\"}",
                    "POST /api/v1/subscriptions", "{\"id\":\"own\",\"words\":\"a van\"}",
                    "POST /api/v1/subscriptions/bulk",
                            "{\"subscriptions\":[{\"words\":\"a van\"}]}",
                    "POST /api/v1/subscriptions/preview",
                            "{\"words\":\"van\",\"from\":\"2026-03-01T00:00:00Z\"}",
                    "POST /api/v1/ask", "{\"stream\":\"yard\",\"question\":\"A van?\"}");

    private static final String SAID = "A van stops.";

    @TempDir private static Path folder;
    private static ServedView served;
    private static Tenants tenants;

    @BeforeAll
    static void start() throws IOException {
        tenants = new Tenants();
        served = ServedView.start(ViewAddress.local(0), Optional.of(tenants.control));
        served.view.mayAnswer.countDown();
        Path clip = folder.resolve("clip.mp4");
        Files.writeString(clip, "0123456789");
        served.view.clips.put("yard", clip);
        served.view.streams.add("yard");
        served.view.add(Samples.entry(1, "yard", SAID, "vehicle"));
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static String name(Route route) {
        return route.method() + " " + route.path();
    }

    /** What came of a call; of what has no end, how it begins. */
    private record Told(int status, String body) {}

    private static Told call(Route route, Optional<String> credential) {
        served.view.streams.add("yard");
        String path =
                route.path()
                        .replace("events/{id}", "events/" + Samples.id(1))
                        .replace("streams/{id}", "streams/yard")
                        .replace("{id}", "own")
                        .replace("<file>", "icon.svg");
        path += route.path().equals("/api/v1/search") ? "?q=van" : "";
        HttpRequest.Builder request = served.to(path);
        String body = BODIES.get(name(route));
        if (route.body().isPresent()) {
            assertThat(body).as("%s has no example here", name(route)).isNotNull();
            request.header("Content-Type", "application/json");
        }
        request.method(
                route.method(),
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        credential.ifPresent(shown -> request.header("Authorization", shown));
        if (route.isFeed()) {
            request.header("Last-Event-ID", "0-0"); // from the first on
        }
        HttpResponse<InputStream> response =
                served.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            boolean endless = route.isFeed() && response.statusCode() == 200;
            return new Told(
                    response.statusCode(),
                    endless
                            ? ServedView.readUntil(in, ": ping")
                            : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** All scopes that name no stream, but one. */
    private static List<String> others(Need need) {
        List<String> scopes =
                new ArrayList<>(List.of("search", "ask", "subscribe", "admin", "metrics"));
        scopes.remove(need.name().toLowerCase(java.util.Locale.ROOT));
        return scopes;
    }

    private static String token(String name, List<String> scopes, String... more) {
        List<String> all = new ArrayList<>(scopes);
        all.addAll(List.of(more));
        tenants.withdraw(name);
        return "Bearer " + tenants.give(name, all.toArray(String[]::new));
    }

    @Test
    void everyRouteHasARuleAndARouteWithoutOneFails() {
        Map<String, Need> found = new TreeMap<>();
        served.server.routes().forEach(route -> found.put(name(route), route.need()));

        assertThat(found).isEqualTo(POLICY);
        assertThatThrownBy(
                        () ->
                                Route.get(
                                        "/api/v1/planted",
                                        "Forgotten.",
                                        nothing(),
                                        List.of(),
                                        Route.Answer.NOTHING,
                                        (request, rights) -> {}))
                .hasMessage("need is null");
        found.put("GET /api/v1/planted", Need.OPEN);
        assertThat(found).isNotEqualTo(POLICY);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what the compiler forbids
    private static <T> T nothing() {
        return null;
    }

    @Test
    void whatIsNoCredentialOpensNothing() {
        for (Route route : served.server.routes()) {
            Map<String, Optional<String>> bad = tenants.bad(); // as the clock stands now
            assertThat(bad).hasSizeGreaterThan(12);
            bad.forEach(
                    (what, credential) -> {
                        Told told = call(route, credential);
                        if (route.need() != Need.OPEN) {
                            // Who fails again and again is no longer told why.
                            assertThat(told.status())
                                    .as("%s with %s", name(route), what)
                                    .isIn(401, 429);
                        }
                        assertThat(told.body()).doesNotContain(SAID, Samples.id(1));
                    });
            tenants.clock.pass(java.time.Duration.ofSeconds(30));
        }
        served.view.streams.add("yard");
    }

    @Test
    void anotherScopeDoesNotDo() {
        for (Route route : served.server.routes()) {
            if (route.need() == Need.OPEN) {
                continue;
            }
            List<String> scopes = others(route.need());
            String credential =
                    route.need() == Need.READ
                            ? token("other-scope", scopes)
                            : token("other-scope", scopes, "read:*");

            assertThat(call(route, Optional.of(credential)).status())
                    .as(name(route))
                    .isEqualTo(403);
            tenants.clock.pass(java.time.Duration.ofSeconds(30));
        }
    }

    @Test
    void anotherStreamsReaderSeesNothing() {
        String credential = token("other-stream", others(Need.OPEN), "read:stream:other");
        for (Route route : served.server.routes()) {
            if (route.need() == Need.ADMIN || route.need() == Need.OPEN) {
                continue; // about all streams, or none
            }
            Told told = call(route, Optional.of(credential));

            assertThat(told.status()).as(name(route)).isIn(200, 201, 204, 404);
            assertThat(told.body())
                    .as(name(route))
                    .doesNotContain(SAID, Samples.id(1), "yard", "stream=\"odd\"");
        }
    }

    @Test
    void theRightCredentialDoes() {
        String program = token("right", others(Need.OPEN), "read:stream:yard");
        String person = "Bearer " + tenants.jwt(same -> {});
        List<Route> routes = new ArrayList<>(served.server.routes());
        routes.sort(java.util.Comparator.comparing(route -> route.method().equals("DELETE")));
        for (String credential : List.of(program, person)) {
            // What is asked for by its id must be there.
            call(route("POST /api/v1/subscriptions"), Optional.of(credential));
            for (Route route : routes) {
                if (name(route).equals("POST /api/v1/session")) {
                    continue; // takes its token from the body
                }
                Told told = call(route, Optional.of(credential));

                boolean redirects = route.answer().status() == 302;
                assertThat(told.status()).as(name(route)).isBetween(200, redirects ? 302 : 299);
            }
        }
        assertThat(call(route("GET /api/v1/events"), Optional.of(program)).body()).contains(SAID);
        assertThat(call(route("GET /api/v1/search"), Optional.of(person)).body()).contains("van");
        assertThat(call(route("GET /api/v1/events/stream"), Optional.of(program)).body())
                .contains(Samples.id(1));
    }

    private static Route route(String name) {
        return served.server.routes().stream()
                .filter(route -> name(route).equals(name))
                .findFirst()
                .orElseThrow();
    }
}

package io.watchword.view.http;

import static io.watchword.view.http.ServedView.code;
import static io.watchword.view.http.ServedView.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.view.access.Audit;
import io.watchword.view.access.Tenants;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Browsers sign in, stay and are sent away. */
@Timeout(60)
class SignInTest {
    private static final String NEW = "{\"streamId\":\"new\",\"source\":\"rtsp://a\"}";

    private final Tenants tenants = new Tenants(600, 2);
    private final ServedView served;

    SignInTest() throws IOException {
        served = ServedView.start(ViewAddress.local(0), Optional.of(tenants.control));
        served.view.streams.add("yard");
        served.view.add(Samples.entry(1, "yard", "A van stops."));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private HttpResponse<String> signIn(String token) {
        return served.post("/api/v1/session", "{\"token\":\"" + token + "\"}");
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    @Test
    void aBrowserSignsInAndOut() {
        HttpResponse<String> begun = signIn(tenants.give("wall", "all"));
        String cookie = cookie(begun);
        JsonNode session = json(served.get("/api/v1/session", "Cookie", cookie));

        assertThat(begun.statusCode()).isEqualTo(201);
        assertThat(begun.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("; Path=/; HttpOnly; SameSite=Strict")
                .doesNotContain("Secure"); // there is no TLS
        assertThat(session.path("principal").asText()).isEqualTo("token:wall");
        assertThat(session.path("csrf").asText()).isEqualTo(json(begun).path("csrf").asText());
        assertThat(served.get("/api/v1/streams", "Cookie", cookie).statusCode()).isEqualTo(200);

        HttpResponse<String> out =
                served.send(
                        served.to("/api/v1/session")
                                .DELETE()
                                .header("Cookie", cookie)
                                .header(GuardedAccess.CSRF, session.path("csrf").asText()));
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(served.get("/api/v1/streams", "Cookie", cookie).statusCode()).isEqualTo(401);
        assertThat(tenants.noted).extracting(Audit.Entry::what).contains("sign in", "sign out");
    }

    @Test
    void aChangeTakesWhatOnlyTheOwnPageKnows() {
        HttpResponse<String> begun = signIn(tenants.give("wall", "all"));
        String cookie = cookie(begun);
        String csrf = json(begun).path("csrf").asText();

        assertThat(served.post("/api/v1/streams", NEW, "Cookie", cookie).statusCode())
                .isEqualTo(403);
        assertThat(
                        served.post(
                                        "/api/v1/streams",
                                        NEW,
                                        "Cookie",
                                        cookie,
                                        GuardedAccess.CSRF,
                                        csrf + "x")
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        served.post(
                                        "/api/v1/streams",
                                        NEW,
                                        "Cookie",
                                        cookie,
                                        GuardedAccess.CSRF,
                                        csrf)
                                .statusCode())
                .isEqualTo(201);
        assertThat(
                        code(
                                served.post(
                                        "/api/v1/streams",
                                        NEW,
                                        "Cookie",
                                        cookie,
                                        GuardedAccess.CSRF,
                                        csrf,
                                        "Origin",
                                        "https://evil.example")))
                .isEqualTo("FORBIDDEN_ORIGIN");
    }

    @Test
    void aTokenInAnAddressIsNotLookedAt() {
        String secret = tenants.give("wall", "all");

        for (String name : List.of("token", "access_token", "authorization", "bearer")) {
            assertThat(served.get("/api/v1/streams?" + name + "=" + secret).statusCode())
                    .isEqualTo(401);
        }
        served.get("/api/v1/streams?access_token=" + tenants.jwt(same -> {}));
        assertThat(tenants.noted)
                .extracting(Audit.Entry::of)
                .hasSizeGreaterThan(4)
                .allSatisfy(of -> assertThat(of).doesNotContain(secret, "eyJ").contains("=***"));
    }

    @Test
    void aSessionHasNoMoreThanItsToken() {
        String cookie = cookie(signIn(tenants.give("yard", "read:stream:yard")));

        assertThat(served.get("/api/v1/events", "Cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(served.get("/api/v1/search?q=van", "Cookie", cookie).statusCode())
                .isEqualTo(403);
        tenants.withdraw("yard");
        assertThat(served.get("/api/v1/events", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void whatIsNoTokenSignsNobodyInAndIsNotTriedForEver() {
        assertThat(code(signIn("ww_guessed"))).isEqualTo("UNAUTHENTICATED");
        for (int tries = 0; tries < 20; tries++) {
            signIn("ww_guessed" + tries);
        }
        HttpResponse<String> refused = signIn("ww_guessed");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        // Others at the same address are not kept out by that.
        assertThat(signIn(tenants.give("wall", "all")).statusCode()).isEqualTo(201);
    }

    @Test
    void whoAsksTooOftenIsToldToWait() {
        String credential = "Bearer " + tenants.give("busy", "all");
        HttpResponse<String> last = served.get("/api/v1/streams", "Authorization", credential);
        for (int more = 0; more < 100 && last.statusCode() == 200; more++) {
            last = served.get("/api/v1/streams", "Authorization", credential);
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("Retry-After")).isPresent();
        tenants.clock.pass(Duration.ofSeconds(10));
        assertThat(served.get("/api/v1/streams", "Authorization", credential).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFeedEndsSoonAfterItsTokenIsWithdrawn() throws IOException {
        String credential = "Authorization: Bearer " + tenants.give("wall", "read:*");
        try (Socket socket = served.socket("/api/v1/events/stream", credential);
                InputStream in = socket.getInputStream()) {
            assertThat(ServedView.readUntil(in, ": ping")).contains("200 OK");
            long beganNs = System.nanoTime();
            tenants.withdraw("wall");

            assertThat(ServedView.readUntil(in, "0\r\n\r\n")).contains("ACCESS_ENDED");
            assertThat(System.nanoTime() - beganNs).isLessThan(Duration.ofSeconds(30).toNanos());
        }
    }

    @Test
    void aFeedEndsWhenItsTokenExpires() throws IOException {
        String secret =
                tenants.give(
                        "brief", Optional.of(tenants.clock.instant().plusSeconds(60)), "read:*");
        try (Socket socket =
                        served.socket("/api/v1/events/stream", "Authorization: Bearer " + secret);
                InputStream in = socket.getInputStream()) {
            assertThat(ServedView.readUntil(in, ": ping")).contains("200 OK");
            tenants.clock.pass(Duration.ofSeconds(61));

            assertThat(ServedView.readUntil(in, "0\r\n\r\n")).contains("ACCESS_ENDED");
        }
    }

    @Test
    void nobodyHasMoreFeedsThanItsShare() throws IOException {
        String credential = "Authorization: Bearer " + tenants.give("wall", "read:*");
        try (Socket one = served.socket("/api/v1/events/stream", credential);
                Socket two = served.socket("/api/v1/events/stream", credential)) {
            assertThat(ServedView.readUntil(one.getInputStream(), ": ping")).contains("200 OK");
            assertThat(ServedView.readUntil(two.getInputStream(), ": ping")).contains("200 OK");

            assertThat(
                            code(
                                    served.get(
                                            "/api/v1/events/stream",
                                            "Authorization",
                                            credential.substring("Authorization: ".length()))))
                    .isEqualTo("TOO_MANY_FOLLOWERS");
        }
    }

    @Test
    void theAuditLogSaysWhoLookedForWhatAndWhatWasRefused() {
        String credential = "Bearer " + tenants.give("eve", "read:stream:yard", "search");
        served.get("/api/v1/search?q=van", "Authorization", credential);
        served.get("/api/v1/events.csv", "Authorization", credential);
        served.get("/api/v1/streams", "Authorization", credential);
        served.post("/api/v1/streams", NEW, "Authorization", credential);

        assertThat(tenants.noted)
                .extracting(Audit.Entry::who, Audit.Entry::what, Audit.Entry::outcome)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "token:eve", "GET /api/v1/search", "done"),
                        org.assertj.core.groups.Tuple.tuple(
                                "token:eve", "GET /api/v1/events.csv", "done"),
                        org.assertj.core.groups.Tuple.tuple(
                                "token:eve", "POST /api/v1/streams", "NOT_ALLOWED"));
        assertThat(tenants.noted.get(0).of()).isEqualTo("/api/v1/search?q=van");
        assertThat(tenants.noted.get(0).from()).isEqualTo("127.0.0.1");
    }
}

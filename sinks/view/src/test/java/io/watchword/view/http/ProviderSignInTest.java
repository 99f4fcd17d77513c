package io.watchword.view.http;

import static io.watchword.view.http.ServedView.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.watchword.view.access.AccessControl;
import io.watchword.view.access.Audit;
import io.watchword.view.access.Deed;
import io.watchword.view.access.SharedAccess;
import io.watchword.view.access.Tenants;
import io.watchword.view.access.oidc.OidcLogin;
import io.watchword.view.access.oidc.TestProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People go to an identity provider and come back, over HTTP all the way. */
@Timeout(60)
class ProviderSignInTest {
    private static final String SEALING = "0123456789abcdef0123456789abcdef";

    private final Tenants tenants = new Tenants(100_000, 4);
    private final int port = freePort();
    private final String page = "http://127.0.0.1:" + port;
    private final TestProvider provider = new TestProvider(tenants.clock, page);
    private final ServedView served;

    /** What one browser keeps. */
    private final Map<String, String> cookies = new LinkedHashMap<>();

    ProviderSignInTest() throws IOException {
        served = serve(port, tenants.control, Optional.empty());
    }

    private ServedView serve(int at, AccessControl control, Optional<String> secret)
            throws IOException {
        ServedView view =
                ServedView.start(
                        ViewAddress.local(at),
                        Optional.of(control),
                        Optional.of(provider.login(SEALING, secret, "The Guild")));
        view.view.streams.add("yard");
        view.view.add(Samples.entry(1, "yard", "A van stops."));
        return view;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        served.close();
        provider.close();
    }

    private HttpResponse<String> go(String address, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!cookies.isEmpty() && !address.startsWith(provider.issuer())) {
            List<String> all = cookies.entrySet().stream().map(Object::toString).toList();
            request.header("Cookie", String.join("; ", all));
        }
        HttpResponse<String> response = served.send(request);
        for (String set : response.headers().allValues("Set-Cookie")) {
            String[] pair = set.split(";", 2)[0].split("=", 2);
            if (set.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return response;
    }

    private static String location(HttpResponse<String> response) {
        assertThat(response.statusCode()).as("%s", response).isEqualTo(302);
        return response.headers().firstValue("Location").orElseThrow();
    }

    /** To the provider, and the address with which it sends back. */
    private String asked() {
        return location(go(location(go(page + OidcLogin.START))));
    }

    private void signIn() {
        assertThat(location(go(asked()))).isEqualTo(page + "/");
    }

    private int streams(String at) {
        return go(at + "/api/v1/streams").statusCode();
    }

    /** The last line is of a refusal, and nobody is signed in. */
    private void assertRefused(String back, String why) {
        HttpResponse<String> response = go(back);

        assertThat(location(response)).isEqualTo(page + "/?refused=" + why);
        assertThat(cookies).doesNotContainKey("watchword");
        assertThat(streams(page)).isEqualTo(401);
        assertThat(tenants.noted)
                .filteredOn(entry -> entry.what().equals("sign in"))
                .last()
                .satisfies(
                        entry -> {
                            assertThat(entry.of()).isEqualTo("The Guild: " + why);
                            assertThat(entry.outcome()).isNotEqualTo("done");
                            assertThat(entry.from()).isEqualTo("127.0.0.1");
                        });
    }

    @Test
    void somebodySignsInAtTheProviderAndOutHere() {
        JsonNode before = json(go(page + "/api/v1/session"));
        HttpResponse<String> away = go(before.at("/provider/start").asText());
        HttpResponse<String> back = go(location(go(location(away))));
        JsonNode session = json(go(page + "/api/v1/session"));

        assertThat(before.at("/provider/name").asText()).isEqualTo("The Guild");
        assertThat(before.path("principal").isNull()).isTrue();
        assertThat(away.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600");
        assertThat(location(back)).isEqualTo(page + "/");
        assertThat(back.headers().allValues("Set-Cookie"))
                .anySatisfy(gone -> assertThat(gone).startsWith("watchword-sign-in=;"))
                .anySatisfy(
                        set ->
                                assertThat(set)
                                        .startsWith("watchword=")
                                        .endsWith("; Path=/; HttpOnly; SameSite=Strict"));
        assertThat(session.path("principal").asText()).isEqualTo("oidc:alice");
        assertThat(streams(page)).isEqualTo(200);
        assertThat(go(page + "/api/v1/search?q=van").statusCode()).isEqualTo(200);

        String stolen = cookies.get("watchword");
        HttpResponse<String> out =
                served.send(
                        served.to("/api/v1/session")
                                .DELETE()
                                .header("Cookie", "watchword=" + stolen)
                                .header(GuardedAccess.CSRF, session.path("csrf").asText()));
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(streams(page)).isEqualTo(401); // the cookie itself is worth nothing now
        assertThat(tenants.noted)
                .extracting(Audit.Entry::who, Audit.Entry::what, Audit.Entry::of)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("oidc:alice", "sign in", "The Guild"),
                        org.assertj.core.groups.Tuple.tuple("oidc:alice", "sign out", ""));
    }

    @Test
    void aClientWithASecretShowsItAsTheProviderWantsIt() throws IOException {
        for (boolean post : List.of(false, true)) {
            served.close();
            provider.postOnly = post;
            try (ServedView other =
                    serve(port, tenants.control, Optional.of(TestProvider.SECRET))) {
                assertThat(other.get("/livez").statusCode()).isEqualTo(200);
                signIn();
            }
        }
        try (ServedView other = serve(port, tenants.control, Optional.of("wrong"))) {
            assertThat(other.get("/livez").statusCode()).isEqualTo(200);
            cookies.clear();
            assertRefused(asked(), "not_verified");
        }
    }

    @Test
    void claimsGiveWhatTheyGiveProgramsToo() {
        provider.change = claims -> claims.claim("groups", List.of("yard", "staff"));
        signIn();

        assertThat(json(go(page + "/api/v1/session")).path("scopes"))
                .extracting(JsonNode::asText)
                .containsExactly("read:stream:yard", "subscribe");
        assertThat(go(page + "/api/v1/search?q=van").statusCode()).isEqualTo(403);
        assertThat(tenants.control.rightsOf("oidc:alice").mayRead("yard")).isTrue();
        assertThat(tenants.control.rightsOf("oidc:alice").mayRead("gate")).isFalse();
    }

    @Test
    void whoCancelsIsBackAtTheSignInPage() {
        provider.alice = TestProvider.Alice.CANCELS;

        assertRefused(asked(), "cancelled");
        assertThat(tenants.noted).extracting(Audit.Entry::of).noneMatch(of -> of.contains("<"));
    }

    @Test
    void whatThisBrowserDidNotBeginSignsNobodyIn() {
        String others = asked(); // an attacker's own sign-in, with the attacker's code
        cookies.clear();
        assertRefused(others, "not_begun");
        String own = asked();
        assertRefused(own.replaceFirst("state=[^&]+", "state=guessed"), "not_begun");
        asked();
        assertRefused(others, "not_begun"); // now with a sign-in of one's own under way
        asked();
        cookies.replaceAll((name, value) -> value.substring(0, value.length() - 8) + "AAAAAAAA");
        assertRefused(others, "not_begun");
        asked();
        assertRefused(page + OidcLogin.BACK, "not_begun");

        assertThat(provider.tokenRequests).hasValue(0);
    }

    @Test
    void aSignInIsGoodOnceAndForAWhile() {
        String late = asked();
        tenants.clock.pass(OidcLogin.MOST);
        assertRefused(late, "too_late");
        String spent = asked();
        Map<String, String> kept = Map.copyOf(cookies);
        go(spent);
        cookies.clear();
        cookies.putAll(kept); // somebody who can read and write all of it

        assertRefused(spent, "too_late");
    }

    @Test
    void aProviderThatIsDownIsSaidToBeDown() {
        provider.down = true;
        assertRefused(page + OidcLogin.START, "provider_down");
        provider.down = false;
        tenants.clock.pass(Duration.ofSeconds(6)); // it is asked again then
        String back = asked();
        provider.down = true;
        assertRefused(back, "provider_down");
        provider.down = false;

        signIn();
    }

    private void assertNotVerified(String what, Consumer<JWTClaimsSet.Builder> change) {
        provider.change = change;
        String back = asked();
        HttpResponse<String> response = go(back);

        assertThat(location(response)).as(what).isEqualTo(page + "/?refused=not_verified");
        assertThat(cookies).as(what).isEmpty();
    }

    @Test
    void anIdTokenThatDoesNotHoldSignsNobodyIn() {
        Instant past = tenants.clock.instant().minusSeconds(120);
        assertNotVerified("no nonce", claims -> claims.claim("nonce", null));
        assertNotVerified("another nonce", claims -> claims.claim("nonce", "n"));
        assertNotVerified("for others", claims -> claims.audience("billing"));
        assertNotVerified(
                "for several", claims -> claims.audience(List.of(TestProvider.CLIENT, "billing")));
        assertNotVerified("given to others", claims -> claims.claim("azp", "billing"));
        assertNotVerified("of others", claims -> claims.issuer("https://evil.example"));
        assertNotVerified("expired", claims -> claims.expirationTime(Date.from(past)));
        assertNotVerified("without end", claims -> claims.expirationTime(null));
        assertNotVerified("of nobody", claims -> claims.subject(null));
        provider.strangeKey = true;
        assertNotVerified("another key", claims -> {});
        provider.strangeKey = false;

        provider.change = claims -> claims.claim("azp", TestProvider.CLIENT);
        signIn();
    }

    @Test
    void anAnswerOfAnotherIssuerIsNotTaken() {
        assertRefused(
                asked().replaceFirst("iss=[^&]+", "iss=https://evil.example"), "not_verified");
        assertRefused(
                asked().replaceFirst("&iss=[^&]+", ""), "not_verified"); // it says it sends it
    }

    @Test
    void whoIsGrantedNothingAnyMoreIsToldAndHasNoSubscriptionsAtWork() {
        signIn();
        assertThat(tenants.control.rightsOf("oidc:alice").mayRead("yard")).isTrue();
        cookies.clear();
        provider.change = claims -> claims.claim("groups", List.of("visitors"));

        assertRefused(asked(), "nothing_granted");
        assertThat(tenants.control.rightsOf("oidc:alice").mayRead("yard")).isFalse();
    }

    @Test
    void nothingInAnAddressLeadsElsewhere() {
        String evil = "next=https://evil.example&redirect_uri=https://evil.example&page=//evil";
        String away = location(go(page + OidcLogin.START + "?" + evil));
        String back = location(go(location(go(away)) + "&" + evil));

        assertThat(away).startsWith(provider.issuer() + "/authorize?").doesNotContain("evil");
        assertThat(back).isEqualTo(page + "/");
        assertThat(go(page + OidcLogin.BACK + "?" + evil))
                .extracting(ProviderSignInTest::location)
                .isEqualTo(page + "/?refused=not_begun");
        // By another name of this machine, it is still the configured address that counts.
        assertThat(location(go(page.replace("127.0.0.1", "localhost") + OidcLogin.START)))
                .contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A" + port);
    }

    @Test
    void nobodyMakesTheProviderWorkWithoutEnd() {
        Deed deed = new Deed("sign in", "", "127.0.0.1", true);
        int tries = 0;
        while (tenants.control.mayGoToProvider(deed)) {
            assertThat(tries++).isLessThan(1000);
        }

        assertThat(location(go(page + OidcLogin.START))).isEqualTo(page + "/?refused=too_often");
    }

    @Test
    void aSessionEndsWithTheIdToken() {
        provider.change =
                claims ->
                        claims.expirationTime(Date.from(tenants.clock.instant().plusSeconds(300)));
        signIn();
        tenants.clock.pass(Duration.ofMinutes(5));
        assertThat(streams(page)).isEqualTo(200); // clocks may differ by half a minute
        tenants.clock.pass(Duration.ofSeconds(31));

        assertThat(streams(page)).isEqualTo(401);
    }

    @Test
    void aSessionEndsAfterEightHoursInAnyCase() {
        provider.change =
                claims ->
                        claims.expirationTime(
                                Date.from(tenants.clock.instant().plus(Duration.ofDays(7))));
        signIn();
        int times = 0;
        while (streams(page) == 200) { // used all the time: the cookie is made anew
            tenants.clock.pass(Duration.ofMinutes(20));
            assertThat(times++).isLessThan(100);
        }

        assertThat(times * 20).isEqualTo(8 * 60);
    }

    @Test
    void severalInstancesShareSessions() throws IOException {
        SharedAccess elsewhere = new SharedAccess(Duration.ofDays(30), tenants.clock);
        tenants.shared.tellTo(elsewhere::remember); // as the topic does
        int other = freePort();
        String there = "http://127.0.0.1:" + other;
        String secret = tenants.give("wall", "all");
        try (ServedView second = serve(other, tenants.instance(elsewhere), Optional.empty())) {
            assertThat(second.get("/livez").statusCode()).isEqualTo(200);
            signIn();
            assertThat(streams(there)).isEqualTo(200);
            String csrf = json(go(there + "/api/v1/session")).path("csrf").asText();
            String cookie = "watchword=" + cookies.get("watchword");
            served.send(
                    served.to("/api/v1/session")
                            .DELETE()
                            .header("Cookie", cookie)
                            .header(GuardedAccess.CSRF, csrf));
            assertThat(streams(page)).isEqualTo(401);
            assertThat(streams(there)).isEqualTo(401);

            HttpResponse<String> begun =
                    served.post("/api/v1/session", "{\"token\":\"" + secret + "\"}");
            String byToken =
                    begun.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            assertThat(second.get("/api/v1/streams", "Cookie", byToken).statusCode())
                    .isEqualTo(200);
            tenants.withdraw("wall");
            assertThat(second.get("/api/v1/streams", "Cookie", byToken).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void aRestartSignsNobodyOut() throws IOException {
        signIn();
        served.close();
        SharedAccess fresh = new SharedAccess(Duration.ofDays(30), tenants.clock);
        try (ServedView again = serve(port, tenants.instance(fresh), Optional.empty())) {
            assertThat(again.get("/livez").statusCode()).isEqualTo(200);

            assertThat(streams(page)).isEqualTo(200);
        }
    }

    @Test
    void aSubscriptionSaysHowLongItGoesOnWithoutItsOwner() {
        Duration unseen = Duration.ofDays(30);
        signIn();
        String csrf = json(go(page + "/api/v1/session")).path("csrf").asText();
        HttpResponse<String> added =
                served.post(
                        "/api/v1/subscriptions",
                        "{\"words\":\"a van\"}",
                        "Cookie",
                        "watchword=" + cookies.get("watchword"),
                        GuardedAccess.CSRF,
                        csrf);

        assertThat(json(added).path("owner").asText()).isEqualTo("oidc:alice");
        assertThat(json(added).path("goesOnUntil").asText())
                .isEqualTo(tenants.clock.instant().plus(unseen).toString());
        tenants.clock.pass(unseen.minusSeconds(1));
        assertThat(tenants.control.rightsOf("oidc:alice").mayRead("yard")).isTrue();
        tenants.clock.pass(Duration.ofSeconds(1));
        assertThat(tenants.control.rightsOf("oidc:alice").mayRead("yard")).isFalse();
    }

    @Test
    void asideFromTheProviderATokenStillDoes() {
        String body = "{\"token\":\"" + tenants.give("wall", "all") + "\"}";

        assertThat(served.post("/api/v1/session", body).statusCode()).isEqualTo(201);
    }
}

package io.watchword.ingest.http;

import static io.watchword.ingest.http.Fetching.media;
import static io.watchword.ingest.http.Fetching.target;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.Target;
import io.watchword.ingest.testing.CollectingSink;
import io.watchword.ingest.testing.HlsServer;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
    private static final byte[] MEDIA = media(1, 1000);
    private static final Pattern FIELD = Pattern.compile("(\\w+)=\"?([^\",]*)\"?");

    private final HlsServer server = HlsServer.start();
    private final HlsServer other = HlsServer.start();
    private final Fetching fetching = Fetching.allowed(server, other);
    private final CollectingSink sink = new CollectingSink();

    @AfterEach
    void stop() {
        fetching.close();
        server.close();
        other.close();
    }

    @Test
    void basic() {
        server.on("/clip", request -> basic(request, "yard", "p:ss wörd"));

        assertThat(run("/clip", "yard", "p:ss wörd").kind()).isEqualTo(Kind.ENDED);
        assertThat(sink.bytes()).isEqualTo(MEDIA);
    }

    @Test
    void digest() {
        server.on("/clip", request -> digest(request, "yard", "s3cret"));

        assertThat(run("/clip?channel=1", "yard", "s3cret").kind()).isEqualTo(Kind.ENDED);
        assertThat(sink.bytes()).isEqualTo(MEDIA);
        assertThat(authorizations(server)).noneMatch(each -> each.startsWith("Basic"));
    }

    @Test
    void theWrongPasswordIsToldAsSuchAndTriedOnce() {
        server.on("/basic", request -> basic(request, "yard", "s3cret"));
        server.on("/digest", request -> digest(request, "yard", "s3cret"));

        FetchResult basic = run("/basic", "yard", "wr0ng");
        FetchResult digest = run("/digest", "yard", "wr0ng");

        assertThat(basic.kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(digest.kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(basic.detail() + digest.detail()).doesNotContain("wr0ng", "yard");
        assertThat(authorizations(server)).hasSize(2);
    }

    @Test
    void aPasswordIsNotOfferedUnasked() {
        server.put("/clip", MEDIA);

        assertThat(run("/clip", "yard", "s3cret").kind()).isEqualTo(Kind.ENDED);
        assertThat(authorizations(server)).isEmpty();
    }

    @Test
    void aRedirectElsewhereGetsNoPassword() {
        other.on("/clip", request -> basic(request, "yard", "s3cret"));
        server.on(
                "/clip",
                request -> {
                    if (!request.getRequestHeaders().containsKey("Authorization")) {
                        basic(request, "yard", "s3cret");
                        return;
                    }
                    request.getResponseHeaders().set("Location", other.url("/clip"));
                    request.sendResponseHeaders(302, -1);
                });

        assertThat(run("/clip", "yard", "s3cret").kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(authorizations(server)).hasSize(1);
        assertThat(other.hits()).isEqualTo(1);
        assertThat(authorizations(other)).isEmpty();
    }

    @Test
    void segmentsElsewhereGetNoPassword() {
        server.on("/a.ts", request -> basic(request, "yard", "s3cret"));
        other.on("/b.ts", request -> basic(request, "yard", "s3cret"));
        server.put(
                "/list.m3u8",
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na.ts\n#EXTINF:1,\n"
                        + other.url("/b.ts")
                        + "\n#EXT-X-ENDLIST\n");

        assertThat(run("/list.m3u8", "yard", "s3cret").kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(sink.bytes()).isEqualTo(MEDIA);
        assertThat(authorizations(server)).hasSize(1);
        assertThat(authorizations(other)).isEmpty();
    }

    private FetchResult run(String path, String user, String password) {
        Target target = Fetching.with(target(server.url(path)), user, password);
        return fetching.run(target, sink);
    }

    private static List<String> authorizations(HlsServer of) {
        return of.asked().stream()
                .flatMap(each -> each.headers().getOrDefault("Authorization", List.of()).stream())
                .toList();
    }

    private static void basic(HttpExchange request, String user, String password)
            throws IOException {
        String expected =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((user + ":" + password).getBytes(UTF_8));
        boolean right = expected.equals(request.getRequestHeaders().getFirst("Authorization"));
        reply(request, right, "Basic realm=\"yard\", charset=\"UTF-8\"");
    }

    private static void digest(HttpExchange request, String user, String password)
            throws IOException {
        Map<String, String> said = new HashMap<>();
        String header = request.getRequestHeaders().getFirst("Authorization");
        Matcher fields = FIELD.matcher(header == null ? "" : header);
        while (fields.find()) {
            said.put(fields.group(1), fields.group(2));
        }
        String secret = md5(user + ":yard:" + password);
        String asked = md5("GET:" + request.getRequestURI());
        String right =
                md5(
                        String.join(
                                ":",
                                secret,
                                "nonce-1",
                                said.getOrDefault("nc", ""),
                                said.getOrDefault("cnonce", ""),
                                "auth",
                                asked));
        reply(
                request,
                right.equals(said.get("response")),
                "Digest realm=\"yard\", nonce=\"nonce-1\", qop=\"auth\", algorithm=MD5");
    }

    private static void reply(HttpExchange request, boolean right, String challenge)
            throws IOException {
        if (right) {
            HlsServer.send(request, 200, MEDIA);
            return;
        }
        request.getResponseHeaders().set("WWW-Authenticate", challenge);
        request.sendResponseHeaders(401, -1);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}

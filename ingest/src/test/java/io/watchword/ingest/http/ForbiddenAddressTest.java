package io.watchword.ingest.http;

import static io.watchword.ingest.http.Fetching.media;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.fetch.Target;
import io.watchword.ingest.testing.CollectingSink;
import io.watchword.ingest.testing.HlsServer;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second server that may not be reached counts who tries. */
class ForbiddenAddressTest {
    private static final String HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n";
    private static final String SEGMENT = "#EXTINF:1,\n/a.ts\n#EXT-X-ENDLIST\n";

    private final HlsServer server = HlsServer.start();
    private final HlsServer canary = HlsServer.start();
    private final Fetching fetching = Fetching.allowed(server);
    private final CollectingSink sink = new CollectingSink();

    ForbiddenAddressTest() {
        server.put("/a.ts", media(1, 100));
        for (String path : new String[] {"/a.ts", "/key", "/init.mp4", "/list.m3u8"}) {
            canary.put(path, HEAD + SEGMENT);
        }
    }

    @AfterEach
    void stop() {
        fetching.close();
        server.close();
        canary.close();
    }

    @Test
    void redirects() {
        server.redirect("/list.m3u8", canary.url("/list.m3u8"));

        refused("/list.m3u8");
    }

    @Test
    void redirectsOfSegments() {
        server.redirect("/b.ts", canary.url("/a.ts"));
        server.put("/list.m3u8", HEAD + "#EXTINF:1,\nb.ts\n" + SEGMENT);

        refused("/list.m3u8");
    }

    @Test
    void segments() {
        server.put("/list.m3u8", HEAD + "#EXTINF:1,\n" + canary.url("/a.ts") + "\n" + SEGMENT);

        refused("/list.m3u8");
    }

    @Test
    void keys() {
        server.put(
                "/list.m3u8",
                HEAD + "#EXT-X-KEY:METHOD=AES-128,URI=\"" + canary.url("/key") + "\"\n" + SEGMENT);

        refused("/list.m3u8");
    }

    @Test
    void initialisations() {
        server.put(
                "/list.m3u8",
                HEAD + "#EXT-X-MAP:URI=\"" + canary.url("/init.mp4") + "\"\n" + SEGMENT);

        refused("/list.m3u8");
    }

    @Test
    void variants() {
        server.put(
                "/master.m3u8",
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + canary.url("/list.m3u8") + "\n");

        refused("/master.m3u8");
    }

    @Test
    void thePlaylistItself() {
        FetchResult result = fetching.run(canary.url("/list.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.FORBIDDEN_ADDRESS);
        assertThat(canary.hits()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "2130706433",
                "0177.0.0.1",
                "127.1",
                "0x7f000001",
                "0x7f.1",
                "::1",
                "::ffff:127.0.0.1",
                "0:0:0:0:0:ffff:7f00:1",
                "localhost",
                "0.0.0.0"
            })
    void numbersInEveryForm(String host) {
        Target direct =
                new Target("http", host, canary.port(), "/a.ts", Optional.empty(), Map.of());
        String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        server.redirect("/" + host, "http://" + literal + ":" + canary.port() + "/a.ts");

        FetchResult first = fetching.run(direct, new CollectingSink());
        FetchResult second = fetching.run(server.url("/" + host), new CollectingSink());

        assertThat(List.of(first.kind(), second.kind()))
                .isSubsetOf(Kind.FORBIDDEN_ADDRESS, Kind.UNREACHABLE);
        assertThat(canary.hits()).isZero();
    }

    @Test
    void aNameThatChangesItsMind() throws Exception {
        List<String> asked = new ArrayList<>();
        InetAddress allowed = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        InetAddress forbidden =
                InetAddress.getByAddress(new byte[] {127, 0, 0, 2}); // all of 127/8 is this machine
        HostResolver rebinding =
                host -> {
                    asked.add(host);
                    return new InetAddress[] {asked.size() == 1 ? allowed : forbidden};
                };
        server.on(
                "/list.m3u8",
                request -> {
                    request.getResponseHeaders().set("Connection", "close");
                    HlsServer.send(request, 200, (HEAD + SEGMENT).getBytes(UTF_8));
                });
        try (Fetching rebound =
                Fetching.allowed(
                        List.of("127.0.0.1/32:" + server.port()), rebinding, Optional.empty())) {
            FetchResult result =
                    rebound.run("http://rebind.example:" + server.port() + "/list.m3u8", sink);

            assertThat(result.kind()).isEqualTo(Kind.FORBIDDEN_ADDRESS);
        }
        assertThat(asked).containsExactly("rebind.example", "rebind.example");
        assertThat(server.hits("/a.ts")).isZero();
        assertThat(sink.bytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "FILE:///etc/passwd",
                "data:video/mp2t;base64,R0dH",
                "concat:http://127.0.0.1/a|b",
                "subfile,,start,0,end,9,,:/etc/passwd",
                "ftp://127.0.0.1/a.ts",
                "gopher://127.0.0.1/",
                "unix:/tmp/socket",
                "crypto+file:///etc/passwd",
                "http:a.ts",
                "http://user:password@127.0.0.1/a.ts"
            })
    void schemesThatAreNeverFollowed(String address) {
        server.put("/list.m3u8", HEAD + "#EXTINF:1,\n" + address + "\n" + SEGMENT);
        server.redirect("/redirect", address);

        FetchResult entry = fetching.run(server.url("/list.m3u8"), sink);
        FetchResult redirect = fetching.run(server.url("/redirect"), sink);

        assertThat(entry.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(redirect.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(sink.bytes()).isEmpty();
        assertThat(server.hits("/a.ts")).isZero();
    }

    private void refused(String path) {
        FetchResult result = fetching.run(server.url(path), sink);

        assertThat(result.kind()).isEqualTo(Kind.FORBIDDEN_ADDRESS);
        assertThat(result.detail()).contains("127.0.0.1").contains("ingest.egress.allow");
        assertThat(canary.hits()).isZero();
        assertThat(sink.bytes()).isEmpty();
    }
}

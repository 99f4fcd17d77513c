package io.watchword.ingest.http;

import static io.watchword.ingest.http.Fetching.media;
import static io.watchword.ingest.http.Fetching.target;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.Fetcher;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.testing.CollectingSink;
import io.watchword.ingest.testing.HlsServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpFetcherTest {
    private static final byte[] MEDIA = media(1, 300_000);

    private final HlsServer server = HlsServer.start();
    private final Fetching fetching = Fetching.allowed(server);
    private final CollectingSink sink = new CollectingSink();

    @AfterEach
    void stop() {
        fetching.close();
        server.close();
    }

    @Test
    void aStreamIsHandedOnAsItComes() throws Exception {
        CountDownLatch rest = new CountDownLatch(1);
        server.on(
                "/live",
                request -> {
                    request.sendResponseHeaders(200, 0); // chunked: no length
                    request.getResponseBody().write(MEDIA, 0, 100_000);
                    request.getResponseBody().flush();
                    await(rest);
                    request.getResponseBody().write(MEDIA, 100_000, MEDIA.length - 100_000);
                });

        CompletableFuture<FetchResult> running = start("/live");
        awaitBytes(100_000);
        rest.countDown();

        assertThat(running.get(10, TimeUnit.SECONDS).kind()).isEqualTo(Kind.ENDED);
        assertThat(sink.formats()).containsExactly(MediaFormat.CONTAINER);
        assertThat(sink.bytes()).isEqualTo(MEDIA);
    }

    @Test
    void aBodyThatBreaksOffIsADisconnection() {
        server.on(
                "/cut",
                request -> {
                    request.sendResponseHeaders(200, MEDIA.length);
                    request.getResponseBody().write(MEDIA, 0, 5000);
                });

        assertThat(fetching.run(server.url("/cut"), sink).kind()).isEqualTo(Kind.DISCONNECTED);
    }

    @Test
    void aStreamThatFallsSilentTimesOut() {
        CountDownLatch never = new CountDownLatch(1);
        server.on(
                "/silent",
                request -> {
                    request.sendResponseHeaders(200, 0);
                    request.getResponseBody().write(MEDIA, 0, 5000);
                    request.getResponseBody().flush();
                    await(never);
                });

        try (Fetching impatient = Fetching.impatient(server)) {
            assertThat(impatient.run(server.url("/silent"), sink).kind()).isEqualTo(Kind.TIMEOUT);
        }
        assertThat(sink.bytes()).hasSize(5000);
        never.countDown();
    }

    @Test
    void closingEndsAStreamSoon() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        server.on(
                "/live",
                request -> {
                    request.sendResponseHeaders(200, 0);
                    request.getResponseBody().write(MEDIA, 0, 5000);
                    request.getResponseBody().flush();
                    await(never);
                });
        Fetcher fetcher = fetching.fetchers.open(target(server.url("/live")));

        CompletableFuture<FetchResult> running =
                CompletableFuture.supplyAsync(() -> fetcher.run(sink));
        awaitBytes(5000);
        long closedNs = System.nanoTime();
        fetcher.close();

        assertThat(running.get(10, TimeUnit.SECONDS).kind()).isEqualTo(Kind.CLOSED);
        assertThat(Duration.ofNanos(System.nanoTime() - closedNs))
                .isLessThan(Duration.ofSeconds(3)); // far less than it would wait for a byte
        never.countDown();
    }

    @Test
    void closingEndsTheWaitForAPlaylistSoon() throws Exception {
        server.put("/a.ts", MEDIA);
        server.put("/live.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:60\n#EXTINF:60,\na.ts\n");
        Fetcher fetcher = fetching.fetchers.open(target(server.url("/live.m3u8")));

        CompletableFuture<FetchResult> running =
                CompletableFuture.supplyAsync(() -> fetcher.run(sink));
        awaitBytes(MEDIA.length);
        fetcher.close();

        assertThat(running.get(2, TimeUnit.SECONDS).kind()).isEqualTo(Kind.CLOSED);
    }

    @Test
    void whatIsClosedBeforeItRunsAsksNobody() {
        Fetcher fetcher = fetching.fetchers.open(target(server.url("/live")));
        fetcher.close();

        assertThat(fetcher.run(sink).kind()).isEqualTo(Kind.CLOSED);
        assertThat(server.hits()).isZero();
    }

    @Test
    void aSinkThatTakesNoMoreEndsIt() {
        server.put("/clip", MEDIA);

        assertThat(fetching.run(server.url("/clip"), new CollectingSink(1000)).kind())
                .isEqualTo(Kind.CLOSED);
    }

    @Test
    void headersOfOneByteNowAndThenTimeOut() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, RawAnswers.LOOPBACK);
                Fetching slow = Fetching.impatient()) {
            Thread dripping =
                    RawAnswers.drip(socket, "HTTP/1.1 200 OK\r\nX: " + "x".repeat(10_000));
            long startNs = System.nanoTime();

            FetchResult result =
                    slow.run("http://127.0.0.1:" + socket.getLocalPort() + "/live", sink);

            assertThat(result.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                    .isBetween(
                            Duration.ofSeconds(2), Duration.ofSeconds(10)); // connecting, and SHORT
            dripping.interrupt();
        }
    }

    @Test
    void endlessHeadersAreRefused() throws Exception {
        String many = "X: y\r\n".repeat(5000);
        assertThat(answered("HTTP/1.1 200 OK\r\n" + many + "\r\n")).isEqualTo(Kind.LIMIT_EXCEEDED);
        assertThat(answered("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n"))
                .isEqualTo(Kind.LIMIT_EXCEEDED);
    }

    @Test
    void whatIsNoHttpIsRefused() throws Exception {
        assertThat(answered("SSH-2.0-OpenSSH_9.6\r\n".repeat(50))).isEqualTo(Kind.LIMIT_EXCEEDED);
        assertThat(answered("HTTP/1.1 200 OK\r\nContent-Length: some\r\n\r\n"))
                .isEqualTo(Kind.PROTOCOL);
        assertThat(answered("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
                .isEqualTo(Kind.PROTOCOL);
        assertThat(answered("")).isEqualTo(Kind.DISCONNECTED);
    }

    @Test
    void nobodyThereIsUnreachable() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, RawAnswers.LOOPBACK)) {
            port = socket.getLocalPort();
        }
        try (Fetching free =
                Fetching.allowed(List.of("127.0.0.0/8"), HostResolver.SYSTEM, Optional.empty())) {
            assertThat(free.run("http://127.0.0.1:" + port + "/", sink).kind())
                    .isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void statusesAreToldApart() {
        for (int status : new int[] {400, 401, 403, 404, 410, 429, 500, 503, 418, 204}) {
            server.on("/" + status, request -> request.sendResponseHeaders(status, -1));
        }

        assertThat(kind("/400")).isEqualTo(Kind.PROTOCOL);
        assertThat(kind("/401")).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(kind("/403")).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(kind("/404")).isEqualTo(Kind.NOT_FOUND);
        assertThat(kind("/410")).isEqualTo(Kind.NOT_FOUND);
        assertThat(kind("/429")).isEqualTo(Kind.UNREACHABLE);
        assertThat(kind("/503")).isEqualTo(Kind.UNREACHABLE);
        assertThat(kind("/418")).isEqualTo(Kind.PROTOCOL);
        assertThat(kind("/204")).isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void redirectsAreFollowedFiveTimes() {
        server.put("/0", MEDIA);
        for (int i = 1; i <= 6; i++) {
            server.redirect("/" + i, i % 2 == 0 ? server.url("/" + (i - 1)) : "" + (i - 1));
        }

        assertThat(kind("/5")).isEqualTo(Kind.ENDED);
        assertThat(kind("/6")).isEqualTo(Kind.PROTOCOL);
    }

    @Test
    void packedBodiesAreNotUnpacked() {
        server.on(
                "/bomb",
                request -> {
                    request.getResponseHeaders().set("Content-Encoding", "gzip");
                    HlsServer.send(request, 200, MEDIA);
                });

        assertThat(kind("/bomb")).isEqualTo(Kind.PROTOCOL);
        assertThat(server.asked().get(0).headers().get("Accept-encoding"))
                .containsExactly("identity");
    }

    @Test
    void aWebPageIsNoMedia() {
        server.on(
                "/login",
                request -> {
                    request.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                    HlsServer.send(request, 200, "<html>".getBytes(US_ASCII));
                });

        FetchResult result = fetching.run(server.url("/login"), sink);

        assertThat(result.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(result.detail()).contains("web page");
    }

    @Test
    void proxiesOfTheSystemPropertiesAreNotUsed() {
        server.put("/clip", MEDIA);
        HlsServer proxy = HlsServer.start();
        List<String> names = List.of("http.proxyHost", "socksProxyHost");
        names.forEach(name -> System.setProperty(name, "127.0.0.1"));
        List<String> ports = List.of("http.proxyPort", "socksProxyPort");
        ports.forEach(name -> System.setProperty(name, "" + proxy.port()));
        System.setProperty("http.nonProxyHosts", "");
        System.setProperty("socksNonProxyHosts", "");
        try (Fetching fresh = Fetching.allowed(server)) {
            assertThat(fresh.run(server.url("/clip"), sink).kind()).isEqualTo(Kind.ENDED);
            assertThat(proxy.hits()).isZero();
        } finally {
            names.forEach(System::clearProperty);
            ports.forEach(System::clearProperty);
            System.clearProperty("http.nonProxyHosts");
            System.clearProperty("socksNonProxyHosts");
            proxy.close();
        }
    }

    private Kind kind(String path) {
        return fetching.run(server.url(path), new CollectingSink()).kind();
    }

    private Kind answered(String text) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, RawAnswers.LOOPBACK);
                Fetching free =
                        Fetching.allowed(
                                List.of("127.0.0.0/8"), HostResolver.SYSTEM, Optional.empty())) {
            RawAnswers.answer(socket, text);
            return free.run("http://127.0.0.1:" + socket.getLocalPort() + "/live", sink).kind();
        }
    }

    private CompletableFuture<FetchResult> start(String path) {
        return CompletableFuture.supplyAsync(() -> fetching.run(server.url(path), sink));
    }

    private void awaitBytes(int count) {
        while (sink.bytes().length < count) { // bounded by the time limit of the class
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

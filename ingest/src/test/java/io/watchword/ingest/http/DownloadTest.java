package io.watchword.ingest.http;

import static io.watchword.ingest.http.Fetching.media;
import static io.watchword.ingest.http.Fetching.target;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.testing.HlsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DownloadTest {
    private static final byte[] MEDIA = media(1, 1_000_000);

    private final HlsServer server = HlsServer.start();
    private final Fetching fetching = Fetching.allowed(server);
    private final List<Long> received = new ArrayList<>();
    private long total;
    private final Path folder;

    DownloadTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void stop() {
        fetching.close();
        server.close();
    }

    @Test
    void aFileComesWholeAndItsProgressIsTold() throws IOException {
        server.put("/clip.mp4", MEDIA);

        assertThat(download("/clip.mp4").kind()).isEqualTo(Kind.ENDED);
        assertThat(file()).hasBinaryContent(MEDIA);
        assertThat(received).isSorted().last().isEqualTo((long) MEDIA.length);
        assertThat(total).isEqualTo(MEDIA.length);
    }

    @Test
    void aBrokenTransferGoesOnWhereItBroke() throws IOException {
        server.on("/clip.mp4", request -> part(request, "\"v1\"", 300_000));

        assertThat(download("/clip.mp4").kind()).isEqualTo(Kind.ENDED);
        assertThat(file()).hasBinaryContent(MEDIA);
        List<List<String>> ranges =
                server.asked().stream().map(each -> each.headers().get("Range")).toList();
        assertThat(ranges)
                .containsExactly(
                        null,
                        List.of("bytes=300000-"),
                        List.of("bytes=600000-"),
                        List.of("bytes=900000-"));
        assertThat(server.asked().get(1).headers().get("If-range")).containsExactly("\"v1\"");
    }

    @Test
    void aFileThatChangedMeanwhileBeginsAnew() throws IOException {
        byte[] changed = media(2, 700_000);
        AtomicInteger asked = new AtomicInteger();
        server.on(
                "/clip.mp4",
                request -> {
                    if (asked.getAndIncrement() == 0) {
                        part(request, "\"v1\"", 300_000);
                        return;
                    }
                    request.getResponseHeaders().set("ETag", "\"v2\"");
                    HlsServer.send(request, 200, changed);
                });

        assertThat(download("/clip.mp4").kind()).isEqualTo(Kind.ENDED);
        assertThat(file()).hasBinaryContent(changed);
    }

    @Test
    void aServerThatSendsAnotherPartIsRefused() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        server.on(
                "/clip.mp4",
                request -> {
                    if (asked.getAndIncrement() == 0) {
                        part(request, "\"v1\"", 300_000);
                        return;
                    }
                    request.getResponseHeaders().set("ETag", "\"v1\"");
                    request.getResponseHeaders()
                            .set("Content-Range", "bytes 0-999999/" + MEDIA.length);
                    HlsServer.send(request, 206, MEDIA);
                });

        assertThat(download("/clip.mp4").kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(file()).doesNotExist();
    }

    @Test
    void withoutAMarkABrokenTransferBeginsAnew() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        server.on(
                "/clip.mp4",
                request -> {
                    request.sendResponseHeaders(200, MEDIA.length);
                    int length = asked.getAndIncrement() == 0 ? 1000 : MEDIA.length;
                    request.getResponseBody().write(MEDIA, 0, length);
                });

        assertThat(download("/clip.mp4").kind()).isEqualTo(Kind.ENDED);
        assertThat(file()).hasBinaryContent(MEDIA);
    }

    @Test
    void tryingInVainEnds() throws IOException {
        server.on(
                "/clip.mp4",
                request -> {
                    request.sendResponseHeaders(200, MEDIA.length);
                    request.getResponseBody().write(MEDIA, 0, 1000);
                });

        assertThat(download("/clip.mp4").kind()).isEqualTo(Kind.DISCONNECTED);
        assertThat(server.hits("/clip.mp4")).isBetween(2L, 10L);
        assertThat(file()).doesNotExist();
    }

    @Test
    void aFileBeyondTheLimitIsNotBegun() throws IOException {
        server.on(
                "/large",
                request -> {
                    request.sendResponseHeaders(200, 5L << 20);
                    request.getResponseBody().write(MEDIA);
                });

        assertThat(download("/large").kind()).isEqualTo(Kind.LIMIT_EXCEEDED);
        assertThat(received).isEmpty();
        assertThat(file()).doesNotExist();
    }

    @Test
    void aFileOfUntoldLengthEndsAtTheLimit() throws IOException {
        server.on(
                "/large",
                request -> {
                    request.sendResponseHeaders(200, 0);
                    for (int i = 0; i < 6; i++) {
                        request.getResponseBody().write(MEDIA);
                    }
                });

        assertThat(download("/large").kind()).isEqualTo(Kind.LIMIT_EXCEEDED);
        assertThat(received.get(received.size() - 1))
                .isLessThanOrEqualTo(Fetching.LIMITS.maxDownloadBytes());
        assertThat(file()).doesNotExist();
    }

    @Test
    void theSegmentsOfAFinishedPlaylistBecomeOneFile() throws IOException {
        server.put("/a.ts", MEDIA).put("/b.ts", media(2, 100));
        String list = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\na.ts\n#EXTINF:1,\nb.ts\n";
        server.put("/live.m3u8", list).put("/all.m3u8", list + "#EXT-X-ENDLIST\n");

        assertThat(download("/live.m3u8").kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(download("/all.m3u8").kind()).isEqualTo(Kind.ENDED);
        assertThat(Files.size(file())).isEqualTo(MEDIA.length + 100);
    }

    @Test
    void closingEndsIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        server.on(
                "/clip.mp4",
                request -> {
                    request.sendResponseHeaders(200, MEDIA.length);
                    request.getResponseBody().write(MEDIA, 0, 1000);
                    request.getResponseBody().flush();
                    hold(never);
                });
        Download download =
                fetching.fetchers.download(
                        target(server.url("/clip.mp4")), file(), (b, t) -> begun.countDown());

        CompletableFuture<FetchResult> running = CompletableFuture.supplyAsync(() -> run(download));
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        download.close();

        assertThat(running.get(5, TimeUnit.SECONDS).kind()).isEqualTo(Kind.CLOSED);
        never.countDown();
    }

    private Path file() {
        return folder.resolve("file");
    }

    private FetchResult download(String path) throws IOException {
        try (Download download =
                fetching.fetchers.download(
                        target(server.url(path)),
                        file(),
                        (bytes, totalBytes) -> {
                            received.add(bytes);
                            total = totalBytes;
                        })) {
            return download.run();
        }
    }

    private static FetchResult run(Download download) {
        try {
            return download.run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The rest from where it is asked for, but breaks off after this many bytes. */
    private static void part(HttpExchange request, String tag, int breaksAfter) throws IOException {
        String range = request.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        request.getResponseHeaders().set("ETag", tag);
        if (range != null) {
            request.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(from, MEDIA.length - 1, MEDIA.length));
        }
        request.sendResponseHeaders(range == null ? 200 : 206, MEDIA.length - from);
        request.getResponseBody().write(MEDIA, from, Math.min(breaksAfter, MEDIA.length - from));
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

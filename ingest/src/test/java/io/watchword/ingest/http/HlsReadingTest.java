package io.watchword.ingest.http;

import static io.watchword.ingest.http.Fetching.media;
import static io.watchword.ingest.http.Fetching.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.testing.CollectingSink;
import io.watchword.ingest.testing.HlsServer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HlsReadingTest {
    private static final String HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:0.4\n";
    private static final byte[] A = media(1, 40_000);
    private static final byte[] B = media(2, 30_001);
    private static final byte[] C = media(3, 9);

    private final HlsServer server = HlsServer.start();
    private final Fetching fetching = Fetching.allowed(server);
    private final CollectingSink sink = new CollectingSink();

    @AfterEach
    void stop() {
        fetching.close();
        server.close();
    }

    @Test
    void aFinishedPlaylistIsHandedOnInOrder() {
        server.put("/a.ts", A).put("/sub/b.ts", B).put("/c.ts", C);
        server.put("/list.m3u8", finished("a.ts", "sub/b.ts", "/c.ts"));

        FetchResult result = fetching.run(server.url("/list.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.ENDED);
        assertThat(sink.formats()).containsExactly(MediaFormat.MPEGTS);
        assertThat(sink.bytes()).isEqualTo(joined(A, B, C));
    }

    @Test
    void missingSegmentsAreLeftOutAndCounted() {
        server.put("/a.ts", A).put("/c.ts", C);
        server.put("/list.m3u8", finished("a.ts", "gone.ts", "c.ts"));

        FetchResult result = fetching.run(server.url("/list.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.ENDED);
        assertThat(result.detail()).contains("1 segments could not be read");
        assertThat(sink.bytes()).isEqualTo(joined(A, C));
        assertThat(server.hits("/gone.ts")).isEqualTo(1);
    }

    @Test
    void aPlaylistOfWhichNothingCanBeReadIsNoSuccess() {
        server.put("/list.m3u8", finished("gone.ts", "gone2.ts"));

        assertThat(fetching.run(server.url("/list.m3u8"), sink).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void aSegmentThatBreaksOffIsAskedForAgain() {
        AtomicInteger tries = new AtomicInteger();
        server.on(
                "/a.ts",
                request -> {
                    request.sendResponseHeaders(200, A.length);
                    boolean breaks = tries.getAndIncrement() == 0;
                    request.getResponseBody().write(A, 0, breaks ? 100 : A.length);
                });
        server.put("/list.m3u8", finished("a.ts"));

        FetchResult result = fetching.run(server.url("/list.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.ENDED);
        assertThat(sink.bytes()).isEqualTo(A);
        assertThat(tries).hasValue(2);
    }

    @Test
    void aLivePlaylistIsFollowedUntilItStands() {
        AtomicInteger reads = new AtomicInteger();
        for (int i = 0; i < 8; i++) {
            server.put("/s" + i + ".ts", media(i, 1000 + i));
        }
        server.on(
                "/live.m3u8",
                request -> {
                    int first = Math.min(reads.getAndIncrement(), 3);
                    HlsServer.send(request, 200, window(first, 5).getBytes(UTF_8));
                });

        FetchResult result;
        try (Fetching impatient = Fetching.impatient(server)) {
            result = impatient.run(server.url("/live.m3u8"), sink);
        }

        assertThat(result.kind()).isEqualTo(Kind.DISCONNECTED);
        assertThat(result.detail()).contains("playlist has not changed for 1 s");
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 2; i < 8; i++) { // three from the end of the first five, then each new one
            expected.writeBytes(media(i, 1000 + i));
        }
        assertThat(sink.bytes()).isEqualTo(expected.toByteArray());
        assertThat(server.hits("/live.m3u8")).isBetween(6L, 16L); // paced, not in a tight loop
    }

    @Test
    void aServerThatCountsAnewIsFollowed() {
        AtomicInteger reads = new AtomicInteger();
        server.put("/s700.ts", A).put("/s0.ts", B);
        server.on(
                "/live.m3u8",
                request -> {
                    String text =
                            reads.getAndIncrement() == 0
                                    ? window(700, 1)
                                    : window(0, 1) + "#EXT-X-ENDLIST\n";
                    HlsServer.send(request, 200, text.getBytes(UTF_8));
                });

        FetchResult result = fetching.run(server.url("/live.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.ENDED);
        assertThat(sink.bytes()).isEqualTo(joined(A, B));
    }

    @Test
    void aReloadThatFailsOnceIsNoEnd() {
        AtomicInteger reads = new AtomicInteger();
        server.put("/s0.ts", A).put("/s1.ts", B);
        server.on(
                "/live.m3u8",
                request -> {
                    int read = reads.getAndIncrement();
                    if (read == 1) {
                        HlsServer.send(request, 503, new byte[0]);
                        return;
                    }
                    String text = read == 0 ? window(0, 1) : window(1, 1) + "#EXT-X-ENDLIST\n";
                    HlsServer.send(request, 200, text.getBytes(UTF_8));
                });

        assertThat(fetching.run(server.url("/live.m3u8"), sink).kind()).isEqualTo(Kind.ENDED);
        assertThat(sink.bytes()).isEqualTo(joined(A, B));
    }

    @Test
    void encryptedSegmentsComeOutAsTheyWere() throws GeneralSecurityException {
        byte[] key = media(7, 16);
        byte[] iv = new byte[16];
        iv[15] = 0x2a;
        server.put("/key", key);
        server.put("/a.ts", encrypt(A, key, ByteBuffer.allocate(16).putLong(8, 5).array()));
        server.put("/b.ts", encrypt(B, key, iv)).put("/c.ts", C);
        server.put(
                "/list.m3u8",
                HEAD
                        + """
                        #EXT-X-MEDIA-SEQUENCE:5
                        #EXT-X-KEY:METHOD=AES-128,URI="key"
                        #EXTINF:1,
                        a.ts
                        #EXT-X-KEY:METHOD=AES-128,URI="key",IV=0x2A
                        #EXTINF:1,
                        b.ts
                        #EXT-X-KEY:METHOD=NONE
                        #EXTINF:1,
                        c.ts
                        #EXT-X-ENDLIST
                        """);

        FetchResult result = fetching.run(server.url("/list.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.ENDED);
        assertThat(sink.bytes()).isEqualTo(joined(A, B, C));
        assertThat(server.hits("/key")).isEqualTo(1);
    }

    @Test
    void sampleEncryptionIsRefusedByName() {
        server.put("/list.m3u8", HEAD + "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"\n#EXTINF:1,\na\n");

        FetchResult result = fetching.run(server.url("/list.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(result.detail()).contains("SAMPLE-AES").contains("AES-128");
    }

    @Test
    void fragmentedMp4BeginsWithItsInitialisationOnce() {
        byte[] whole = joined(C, A, B);
        server.putWithRanges("/all.mp4", whole);
        server.put(
                "/list.m3u8",
                HEAD
                        + "#EXT-X-MAP:URI=\"all.mp4\",BYTERANGE=\"%d@0\"\n".formatted(C.length)
                        + "#EXTINF:1,\n#EXT-X-BYTERANGE:%d@%d\nall.mp4\n"
                                .formatted(A.length, C.length)
                        + "#EXTINF:1,\n#EXT-X-BYTERANGE:%d\nall.mp4\n".formatted(B.length)
                        + "#EXT-X-ENDLIST\n");

        FetchResult result = fetching.run(server.url("/list.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.ENDED);
        assertThat(sink.formats()).containsExactly(MediaFormat.MP4);
        assertThat(sink.bytes()).isEqualTo(whole);
    }

    @Test
    void aLiveSourceThatChangesItsInitialisationIsToBeOpenedAnew() {
        server.put("/1.mp4", C).put("/2.mp4", B).put("/3.mp4", C).put("/a.m4s", A);
        String same = "#EXTINF:1,\na.m4s\n#EXT-X-MAP:URI=\"3.mp4\"\n#EXTINF:1,\na.m4s\n";
        String list = HEAD + "#EXT-X-MAP:URI=\"1.mp4\"\n" + same;
        String changed = list + "#EXT-X-MAP:URI=\"2.mp4\"\n#EXTINF:1,\na.m4s\n";
        server.put("/live.m3u8", changed).put("/all.m3u8", changed + "#EXT-X-ENDLIST\n");
        CollectingSink finished = new CollectingSink();

        FetchResult live = fetching.run(server.url("/live.m3u8"), sink);
        FetchResult all = fetching.run(server.url("/all.m3u8"), finished);

        assertThat(live.kind()).isEqualTo(Kind.DISCONNECTED);
        assertThat(sink.bytes()).isEqualTo(joined(C, A, A));
        assertThat(all.kind()).isEqualTo(Kind.ENDED);
        assertThat(finished.bytes()).isEqualTo(joined(C, A, A, B, A));
    }

    @Test
    void aWrongKeyIsNoSuccess() {
        server.put("/key", media(7, 15)).put("/a.ts", A);
        server.put(
                "/list.m3u8",
                HEAD
                        + "#EXT-X-KEY:METHOD=AES-128,URI=\"key\"\n"
                        + "#EXTINF:1,\na.ts\n#EXT-X-ENDLIST\n");

        assertThat(fetching.run(server.url("/list.m3u8"), sink).kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(sink.bytes()).isEmpty();
    }

    @Test
    void segmentsThatAreMissingInARowEndIt() {
        StringBuilder list = new StringBuilder(HEAD + "#EXTINF:1,\na.ts\n");
        for (int i = 0; i < 20; i++) {
            list.append("#EXTINF:1,\ngone").append(i).append(".ts\n");
        }
        server.put("/a.ts", A).put("/list.m3u8", list + "#EXT-X-ENDLIST\n");

        FetchResult result = fetching.run(server.url("/list.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.DISCONNECTED);
        assertThat(result.detail()).contains("10 segments in a row");
        assertThat(server.hits()).isEqualTo(12);
    }

    @Test
    void aServerThatWentAwayIsNamed() {
        AtomicInteger reads = new AtomicInteger();
        server.put("/s0.ts", A);
        server.on(
                "/live.m3u8",
                request -> {
                    boolean there = reads.getAndIncrement() == 0;
                    byte[] text = there ? window(0, 1).getBytes(UTF_8) : new byte[0];
                    HlsServer.send(request, there ? 200 : 503, text);
                });
        FetchResult result;
        try (Fetching impatient = Fetching.impatient(server)) {
            result = impatient.run(server.url("/live.m3u8"), sink);
        }

        assertThat(result.kind()).isEqualTo(Kind.DISCONNECTED);
        assertThat(result.detail()).contains("answers 503");
    }

    @Test
    void aServerWithoutRangesDoesNotPassOffTheWholeFile() {
        server.put("/all.ts", A);
        server.put(
                "/list.m3u8", HEAD + "#EXTINF:1,\n#EXT-X-BYTERANGE:10@0\nall.ts\n#EXT-X-ENDLIST\n");

        assertThat(fetching.run(server.url("/list.m3u8"), sink).kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(sink.bytes()).isEmpty();
    }

    @Test
    void theVariantIsChosenByBandwidthSizeAndOption() {
        server.put("/a.ts", A).put("/b.ts", B);
        server.put("/low.m3u8", finished("a.ts")).put("/high.m3u8", finished("b.ts"));
        server.put(
                "/master.m3u8",
                """
                #EXTM3U
                #EXT-X-STREAM-INF:BANDWIDTH=100,RESOLUTION=320x180
                low.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=200,RESOLUTION=640x360
                high.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=900,RESOLUTION=7680x4320
                huge.m3u8
                """);
        CollectingSink lowest = new CollectingSink();

        fetching.run(server.url("/master.m3u8"), sink);
        fetching.run(
                Fetching.with(target(server.url("/master.m3u8")), Map.of("hls.variant", "lowest")),
                lowest);

        assertThat(sink.bytes()).isEqualTo(B);
        assertThat(lowest.bytes()).isEqualTo(A);
        assertThat(server.hits("/huge.m3u8")).isZero();
    }

    @Test
    void aHugePlaylistIsRefused() {
        server.put("/list.m3u8", HEAD + "#".repeat(10 << 20));

        FetchResult result = fetching.run(server.url("/list.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.LIMIT_EXCEEDED);
        assertThat(result.detail()).contains("playlist").contains("1048576");
    }

    @Test
    void aHugePlaylistWithoutDeclaredLengthIsRefusedToo() {
        server.on(
                "/list.m3u8",
                request -> {
                    request.sendResponseHeaders(200, 0); // chunked
                    request.getResponseBody().write((HEAD + "#".repeat(10 << 20)).getBytes(UTF_8));
                });

        assertThat(fetching.run(server.url("/list.m3u8"), sink).kind())
                .isEqualTo(Kind.LIMIT_EXCEEDED);
    }

    @Test
    void playlistsWithinPlaylistsEndAtTheSecond() {
        String master = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n";
        server.put("/1.m3u8", master + "2.m3u8\n").put("/2.m3u8", master + "3.m3u8\n");
        server.put("/3.m3u8", finished("a.ts")).put("/a.ts", A);

        FetchResult result = fetching.run(server.url("/1.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(server.hits("/3.m3u8")).isZero();
    }

    @Test
    void aSegmentIsNoPlaylist() {
        server.put("/list.m3u8", finished("inner.m3u8")).put("/inner.m3u8", finished("a.ts"));

        FetchResult result = fetching.run(server.url("/list.m3u8"), sink);

        assertThat(result.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(sink.bytes()).isEmpty();
    }

    @Test
    void detailsHideWhatTheAddressHides() {
        server.put("/list.m3u8", finished("gone.ts?token=s3cret"));

        FetchResult result = fetching.run(server.url("/list.m3u8?token=s3cret"), sink);

        assertThat(result.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(result.detail()).doesNotContain("s3cret");
        assertThat(server.hits("/gone.ts")).isEqualTo(1);
    }

    private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

    private static String finished(String... addresses) {
        return HEAD
                + "#EXTINF:1,\n"
                + String.join("\n#EXTINF:1,\n", addresses)
                + "\n#EXT-X-ENDLIST\n";
    }

    private static String window(int first, int count) {
        StringBuilder text = new StringBuilder(HEAD + "#EXT-X-MEDIA-SEQUENCE:" + first + "\n");
        for (int i = first; i < first + count; i++) {
            text.append("#EXTINF:0.4,\ns").append(i).append(".ts\n");
        }
        return text.toString();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] encrypt(byte[] plain, byte[] key, byte[] iv)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(plain);
    }
}

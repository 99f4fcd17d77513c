package io.watchword.ingest.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.ingest.hls.Playlist.HlsSegment;
import io.watchword.ingest.hls.Playlist.Initialisation;
import io.watchword.ingest.hls.Playlist.SegmentKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaylistReaderTest {
    private static final String LIVE =
            """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-TARGETDURATION:6
            #EXT-X-MEDIA-SEQUENCE:41
            #EXTINF:5.9,
            a.ts
            #EXTINF:6.0,title, with comma
            b.ts?token=1
            """;

    @Test
    void readsSegmentsWithTheirNumbers() throws PlaylistException {
        assertThat(read(LIVE))
                .isEqualTo(
                        new Playlist.Media(
                                6_000_000_000L,
                                false,
                                java.util.List.of(plain(41, "a.ts"), plain(42, "b.ts?token=1"))));
    }

    @Test
    void anEndTagMakesItComplete() throws PlaylistException {
        assertThat(((Playlist.Media) read(LIVE + "#EXT-X-ENDLIST\n")).complete()).isTrue();
    }

    @Test
    void byteOrderMarksBlanksAndWindowsLineEndsDoNoHarm() throws PlaylistException {
        String written = "\uFEFF" + LIVE.replace("\n", " \r\n");

        assertThat(read(written)).isEqualTo(read(LIVE));
    }

    @Test
    void tagsThatAreNotNeededMayBeWrong() throws PlaylistException {
        String wrong =
                LIVE
                        + """
                        #EXT-X-PROGRAM-DATE-TIME:yesterday
                        #EXT-X-DATERANGE:ID="x",START-DATE="soon"
                        #EXT-X-VERSION:3.0
                        """;

        assertThat(read(wrong)).isEqualTo(read(LIVE));
    }

    @Test
    void keysInitialisationsAndRangesHoldForWhatFollows() throws PlaylistException {
        Playlist.Media media =
                (Playlist.Media)
                        read(
                                """
                                #EXTM3U
                                #EXT-X-TARGETDURATION:4
                                #EXT-X-MAP:URI="all.mp4",BYTERANGE="700@0"
                                #EXT-X-KEY:METHOD=AES-128,URI="key?a=1,b=2",IV=0x0a
                                #EXTINF:4,
                                #EXT-X-BYTERANGE:1000@700
                                all.mp4
                                #EXTINF:4,
                                #EXT-X-BYTERANGE:500
                                all.mp4
                                #EXT-X-KEY:METHOD=NONE
                                #EXTINF:4,
                                c.m4s
                                """);

        Optional<Initialisation> map =
                Optional.of(
                        new Initialisation(
                                "all.mp4", Optional.of(new ByteRange(0, 700)), Optional.empty()));
        Optional<SegmentKey> key = Optional.of(new SegmentKey("key?a=1,b=2", Optional.of("0x0a")));
        assertThat(media.segments())
                .containsExactly(
                        new HlsSegment(
                                0, "all.mp4", Optional.of(new ByteRange(700, 1000)), key, map),
                        new HlsSegment(
                                1, "all.mp4", Optional.of(new ByteRange(1700, 500)), key, map),
                        new HlsSegment(2, "c.m4s", Optional.empty(), Optional.empty(), map));
    }

    @Test
    void segmentsThatAreMarkedMissingAreLeftOut() throws PlaylistException {
        Playlist.Media media =
                (Playlist.Media)
                        read("#EXTM3U\n#EXTINF:4,\na\n#EXT-X-GAP\n#EXTINF:4,\nb\n#EXTINF:4,\nc\n");

        assertThat(media.segments()).containsExactly(plain(0, "a"), plain(2, "c"));
    }

    @Test
    void readsVariants() throws PlaylistException {
        assertThat(
                        read(
                                """
                                #EXTM3U
                                #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS="avc1.4d401e,mp4a.40.2"
                                low/index.m3u8
                                #EXT-X-STREAM-INF:AVERAGE-BANDWIDTH=1,BANDWIDTH=64000
                                audio.m3u8
                                """))
                .isEqualTo(
                        new Playlist.Master(
                                java.util.List.of(
                                        new Variant(
                                                "low/index.m3u8",
                                                800_000,
                                                640 * 360,
                                                "avc1.4d401e,mp4a.40.2"),
                                        new Variant("audio.m3u8", 64_000, 0, ""))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAMPLE-AES", "AES-256", "SAMPLE-AES-CTR", ""})
    void otherEncryptionIsRefused(String method) {
        assertThatThrownBy(
                        () -> read("#EXTM3U\n#EXT-X-KEY:METHOD=" + method + ",URI=\"k?secret\"\n"))
                .isInstanceOf(PlaylistException.class)
                .hasMessageContaining("encrypted")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "#EXTM3U\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:long\n",
                "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:99999999999999999999\n#EXTINF:4,\na\n",
                "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:-4\n#EXTINF:4,\na\n",
                "#EXTM3U\n#EXTINF:4,\n#EXT-X-BYTERANGE:0@0\na\n",
                "#EXTM3U\n#EXTINF:4,\n#EXT-X-BYTERANGE:9@4611686018427387904\na\n",
                "#EXTM3U\n#EXT-X-STREAM-INF:RESOLUTION=4000000000000x4000000000000\na\n",
                "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128\n#EXTINF:4,\na\n",
                "#EXTM3U\n#EXT-X-MAP:BYTERANGE=\"3@4\"\n#EXTINF:4,\na\n"
            })
    void whatCannotBeFollowedIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(PlaylistException.class);
    }

    @Test
    void damageLeadsToAPlaylistOrARefusalAndToNothingElse() {
        String whole = LIVE + "#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0x1\n#EXT-X-MAP:URI=\"m\"\n";
        for (int seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
            for (int flips = random.nextInt(1, 8); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(PlaylistReader.read(bytes)).as("seed %d", seed).isNotNull();
            } catch (PlaylistException e) {
                assertThat(e).as("seed %d", seed).hasMessageNotContaining("token");
            }
        }
    }

    private static Playlist read(String text) throws PlaylistException {
        return PlaylistReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static HlsSegment plain(long sequence, String uri) {
        return new HlsSegment(sequence, uri, Optional.empty(), Optional.empty(), Optional.empty());
    }
}

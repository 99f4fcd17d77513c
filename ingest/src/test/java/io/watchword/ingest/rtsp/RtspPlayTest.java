package io.watchword.ingest.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.testing.FakeRtspServer;
import io.watchword.ingest.testing.PacketLog;
import io.watchword.ingest.testing.RtpRecording;
import io.watchword.ingest.testing.RtspFaults;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtspPlayTest {
    @Test
    void bringsEveryPacketOfTwoPassesInOrderOverTcp() throws Exception {
        RtpRecording recording = Recordings.camera();
        RtspFaults fast = RtspFaults.none().speed(8).passes(2);

        try (FakeRtspServer server = FakeRtspServer.serving(recording).faults(fast).start();
                Fetching fetching = Fetching.from(server.url()).start()) {
            FetchResult result = fetching.result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.DISCONNECTED);
            assertThat(fetching.log().format()).isEqualTo(MediaFormat.RTP);
            assertThat(rtpOnly(fetching.log()))
                    .usingElementComparator(java.util.Arrays::compare)
                    .containsExactlyElementsOf(sent(recording, 2));
        }
    }

    @Test
    void bringsEveryPacketOfEachMediumInOrderOverUdp() throws Exception {
        RtpRecording recording = Recordings.oldCamera();
        RtspFaults once = RtspFaults.none().passes(1);

        try (FakeRtspServer server = FakeRtspServer.serving(recording).faults(once).start();
                Fetching fetching = Fetching.from(server.url()).udp().start()) {
            FetchResult result = fetching.result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.DISCONNECTED);
            List<byte[]> sent = sent(recording, 1);
            for (int type : new int[] {96, 8}) {
                assertThat(fetching.log().rtp(type))
                        .usingElementComparator(java.util.Arrays::compare)
                        .hasSizeGreaterThan(10)
                        .containsExactlyElementsOf(
                                sent.stream().filter(p -> (p[1] & 0x7f) == type).toList());
            }
            assertThat(fetching.log().rtcp()).hasSize(2);
        }
    }

    @Test
    void describesTheChosenMediaAndNothingElse() throws Exception {
        try (FakeRtspServer server = FakeRtspServer.serving(Recordings.camera()).start();
                Fetching fetching = Fetching.from(server.url()).start()) {
            assertThat(fetching.log().await(1)).isTrue();

            String text = new String(fetching.log().header(), StandardCharsets.US_ASCII);

            assertThat(text)
                    .startsWith("v=0\r\n")
                    .contains("m=video 0 RTP/AVP 96\r\n", "a=rtpmap:96 H264/90000\r\n")
                    .contains("m=audio 0 RTP/AVP 97\r\n", "a=rtpmap:97 MPEG4-GENERIC/48000/1\r\n")
                    .contains("a=fmtp:96 ", "sprop-parameter-sets=", "a=fmtp:97 ", "config=")
                    .doesNotContain("a=control", "b=", "0.0.0.0");
        }
    }

    @Test
    void givesEachMediumAPayloadTypeOfItsOwn() throws Exception {
        RtpRecording recording = Recordings.camera().sharingPayloadType();

        try (FakeRtspServer server = FakeRtspServer.serving(recording).start();
                Fetching fetching = Fetching.from(server.url()).start()) {
            assertThat(fetching.log().await(60)).isTrue();

            String text = new String(fetching.log().header(), StandardCharsets.US_ASCII);

            assertThat(text).contains("a=rtpmap:96 H264", "a=rtpmap:97 MPEG4", "a=fmtp:97 ");
            assertThat(fetching.log().rtp(96)).allMatch(packet -> ssrc(packet, recording, 0));
            assertThat(fetching.log().rtp(97))
                    .isNotEmpty()
                    .allMatch(packet -> ssrc(packet, recording, 1));
        }
    }

    @Test
    void handsOnTheCamerasWallClock() throws Exception {
        long offsetUs = 3_600_000_000L;
        RtspFaults ahead = RtspFaults.none().clockOffsetUs(offsetUs);

        try (FakeRtspServer server =
                        FakeRtspServer.serving(Recordings.camera()).faults(ahead).start();
                Fetching fetching = Fetching.from(server.url()).start()) {
            assertThat(fetching.log().await(10)).isTrue();

            ByteBuffer report = ByteBuffer.wrap(fetching.log().rtcp().get(0));

            long cameraS = Integer.toUnsignedLong(report.getInt(8)) - 2_208_988_800L;
            long nowS = ChronoUnit.SECONDS.between(Instant.EPOCH, Instant.now());
            assertThat(cameraS - nowS).isBetween(3590L, 3601L);
        }
    }

    @Test
    void takesDatagramsFromTheServerAlone() throws Exception {
        try (FakeRtspServer server =
                        FakeRtspServer.serving(Recordings.camera())
                                .faults(RtspFaults.none().stallAfter(1))
                                .start();
                DatagramSocket stranger =
                        new DatagramSocket(0, InetAddress.getByName("127.0.0.2"));
                Fetching fetching = Fetching.from(server.url()).udp().start()) {
            assertThat(fetching.log().await(1)).isTrue();
            long before = fetching.log().count();

            byte[] forged = Recordings.camera().bytes(0);
            for (int port : server.clientPorts()) {
                stranger.send(
                        new DatagramPacket(
                                forged, forged.length, InetAddress.getLoopbackAddress(), port));
            }
            server.resume();

            assertThat(fetching.log().await(before + 20)).isTrue();
            assertThat(rtpOnly(fetching.log()).stream().filter(p -> same(p, forged))).hasSize(1);
        }
    }

    @Test
    void keepsTheSession() throws Exception {
        RtspFaults strict = RtspFaults.none().sessionTimeout(2);

        try (FakeRtspServer server =
                        FakeRtspServer.serving(Recordings.camera()).faults(strict).start();
                Fetching fetching = Fetching.from(server.url()).start()) {
            long packetsIn4s = Recordings.camera().packets().size() * 2L;

            boolean cameAll = fetching.log().await(packetsIn4s);

            assertThat(cameAll).isTrue();
            assertThat(server.counts().requests("GET_PARAMETER")).isGreaterThanOrEqualTo(2);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void saysGoodbyeWhenClosed() throws Exception {
        try (FakeRtspServer server = FakeRtspServer.serving(Recordings.camera()).start();
                Fetching fetching = Fetching.from(server.url()).start()) {
            assertThat(fetching.log().await(1)).isTrue();
            long startNs = System.nanoTime();

            fetching.fetcher().close();
            FetchResult result = fetching.result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.CLOSED);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(server.counts().requests("TEARDOWN")).isEqualTo(1);
        }
    }

    @Test
    void saysGoodbyeOverUdpToo() throws Exception {
        try (FakeRtspServer server = FakeRtspServer.serving(Recordings.camera()).start();
                Fetching fetching = Fetching.from(server.url()).udp().start()) {
            assertThat(fetching.log().await(1)).isTrue();

            fetching.fetcher().close();
            FetchResult result = fetching.result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.CLOSED);
            assertThat(server.counts().requests("TEARDOWN")).isEqualTo(1);
        }
    }

    private static List<byte[]> rtpOnly(PacketLog log) {
        List<byte[]> rtcp = log.rtcp();
        return log.packets().stream()
                .filter(packet -> rtcp.stream().noneMatch(report -> report == packet))
                .toList();
    }

    private static List<byte[]> sent(RtpRecording recording, int passes) {
        List<byte[]> sent = new ArrayList<>();
        for (long i = 0; i < (long) passes * recording.packets().size(); i++) {
            sent.add(recording.bytes(i));
        }
        return sent;
    }

    private static boolean ssrc(byte[] packet, RtpRecording recording, int medium) {
        return ByteBuffer.wrap(packet).getInt(8) == recording.media().get(medium).ssrc();
    }

    private static boolean same(byte[] one, byte[] other) {
        return java.util.Arrays.equals(one, other);
    }
}

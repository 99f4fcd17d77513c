package io.watchword.ingest.udp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.IngestConfig.Live;
import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.fetch.Target;
import io.watchword.ingest.testing.PacketLog;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UdpFetcherTest {
    private static final int TS_BYTES = 188;

    @Test
    void bringsBarePacketsOfOneSender() throws Exception {
        int port = freePort();
        PacketLog log = new PacketLog();
        try (UdpFetcher fetcher = fetcher("127.0.0.1", port, Map.of(), Duration.ofSeconds(5));
                DatagramChannel sender = DatagramChannel.open();
                DatagramChannel stranger = DatagramChannel.open()) {
            CompletableFuture<FetchResult> result = run(fetcher, log);
            InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            sendUntilHeard(sender, to, log);

            stranger.send(ByteBuffer.wrap(packet(99)), to);
            long before = log.count();
            sender.send(ByteBuffer.wrap(packet(1)), to);
            assertThat(log.await(before + 1)).isTrue();
            fetcher.close();

            assertThat(result.get(5, SECONDS).kind()).isEqualTo(FetchResult.Kind.CLOSED);
            assertThat(log.format()).isEqualTo(MediaFormat.MPEGTS);
            assertThat(log.packets())
                    .allMatch(packet -> packet.length == TS_BYTES && packet[4] != 99);
            assertThat(log.packets().get((int) before)[4]).isEqualTo((byte) 1);
        }
    }

    @Test
    void bringsWhatIsSentToAGroup() throws Exception {
        int port = freePort();
        PacketLog log = new PacketLog();
        NetworkInterface loopback =
                NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        try (UdpFetcher fetcher =
                        fetcher(
                                "239.255.17.9",
                                port,
                                Map.of("interface", loopback.getName()),
                                Duration.ofSeconds(5));
                DatagramChannel sender =
                        DatagramChannel.open(java.net.StandardProtocolFamily.INET)) {
            sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
            CompletableFuture<FetchResult> result = run(fetcher, log);

            sendUntilHeard(
                    sender,
                    new InetSocketAddress(InetAddress.getAllByName("239.255.17.9")[0], port),
                    log);
            fetcher.close();

            assertThat(result.get(5, SECONDS).kind()).isEqualTo(FetchResult.Kind.CLOSED);
        }
    }

    @Test
    void tellsHowLongNothingCame() throws Exception {
        PacketLog log = new PacketLog();
        try (UdpFetcher fetcher =
                fetcher("127.0.0.1", freePort(), Map.of(), Duration.ofMillis(300))) {
            assertThat(fetcher.run(log))
                    .isEqualTo(
                            new FetchResult(
                                    FetchResult.Kind.TIMEOUT, "no MPEG-TS packet for 0.3 s"));
            assertThat(log.format()).isNull();
        }
    }

    @Test
    void asksThePolicyAndListensOnLoopbackUnlessToldWhere() throws Exception {
        try (UdpFetcher denied =
                        new UdpFetcher(
                                target("127.0.0.1", 5000, Map.of()),
                                new EgressGuard(List.of(), HostResolver.SYSTEM),
                                live(Duration.ofSeconds(1)));
                UdpFetcher everywhere =
                        fetcher("0.0.0.0", freePort(), Map.of(), Duration.ofSeconds(1))) {
            assertThat(denied.run(new PacketLog()).kind())
                    .isEqualTo(FetchResult.Kind.FORBIDDEN_ADDRESS);
            assertThat(everywhere.run(new PacketLog()).kind())
                    .isEqualTo(FetchResult.Kind.FORBIDDEN_ADDRESS);
        }
    }

    @Test
    void tellsThatThePortIsTaken() throws Exception {
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                UdpFetcher fetcher =
                        fetcher(
                                "127.0.0.1",
                                other.getLocalPort(),
                                Map.of(),
                                Duration.ofSeconds(1))) {
            assertThat(fetcher.run(new PacketLog()).kind()).isEqualTo(FetchResult.Kind.UNREACHABLE);
        }
    }

    /** Datagrams that come before anybody listens are lost, so it goes on until one is heard. */
    private static void sendUntilHeard(DatagramChannel sender, InetSocketAddress to, PacketLog log)
            throws IOException, InterruptedException {
        for (int i = 0; i < 100 && log.count() == 0; i++) {
            sender.send(ByteBuffer.wrap(packet(0)), to);
            Thread.sleep(50);
        }
        assertThat(log.count()).isPositive();
    }

    private static byte[] packet(int number) {
        byte[] bytes = new byte[TS_BYTES];
        bytes[0] = 0x47;
        bytes[4] = (byte) number;
        return bytes;
    }

    private static CompletableFuture<FetchResult> run(UdpFetcher fetcher, PacketLog log) {
        return CompletableFuture.supplyAsync(() -> fetcher.run(log));
    }

    private static UdpFetcher fetcher(
            String host, int port, Map<String, String> options, Duration stall) {
        EgressGuard guard =
                new EgressGuard(
                        List.of("127.0.0.0/8", "239.0.0.0/8", "0.0.0.0/8"), HostResolver.SYSTEM);
        return new UdpFetcher(target(host, port, options), guard, live(stall));
    }

    private static Target target(String host, int port, Map<String, String> options) {
        return new Target("udp", host, port, "", Optional.empty(), options);
    }

    private static Live live(Duration stall) {
        Live usual = IngestConfig.DEFAULT.live();
        return new Live(
                usual.connectTimeout(),
                usual.firstFrameTimeout(),
                stall,
                usual.minBackoff(),
                usual.maxBackoff(),
                usual.healthyAfter(),
                usual.authBackoff(),
                usual.terminateGrace(),
                usual.maxHole());
    }

    private static int freePort() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}

package io.watchword.ingest.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.testing.FakeRtspServer;
import io.watchword.ingest.testing.RtspFaults;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtspFaultTest {
    private static final Duration SHORT = Duration.ofMillis(400);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsHowLongNoPacketCame(boolean udp) throws Exception {
        try (FakeRtspServer server = with(RtspFaults.none().stallAfter(20))) {
            Fetching.Plan plan = Fetching.from(server.url()).packetsWithin(SHORT);

            FetchResult result = (udp ? plan.udp() : plan).result();

            assertThat(result)
                    .isEqualTo(new FetchResult(FetchResult.Kind.TIMEOUT, "no packet for 0.4 s"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsThatTheConnectionWasReset(boolean udp) throws Exception {
        try (FakeRtspServer server = with(RtspFaults.none().resetAfter(20))) {
            Fetching.Plan plan = Fetching.from(server.url());

            FetchResult result = (udp ? plan.udp() : plan).result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.DISCONNECTED);
        }
    }

    @Test
    void treatsAServersRequestToGoElsewhereAsTheEnd() throws Exception {
        try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FakeRtspServer server =
                        with(RtspFaults.none().redirectRequestAfter(10, url(canary)))) {
            FetchResult result = Fetching.from(server.url()).result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.DISCONNECTED);
            assertThat(result.detail()).contains("elsewhere");
            assertThat(Canaries.hits(canary)).isZero();
        }
    }

    @Test
    void refusesResponsesToQuestionsNobodyAsked() throws Exception {
        try (FakeRtspServer server = with(RtspFaults.none().wrongCseq())) {
            assertThat(Fetching.from(server.url()).result().kind())
                    .isEqualTo(FetchResult.Kind.PROTOCOL);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17_000, 70_000, 5_000_000})
    void refusesHugeHeaders(int bytes) throws Exception {
        try (FakeRtspServer server = with(RtspFaults.none().hugeHeaders(bytes))) {
            assertThat(Fetching.from(server.url()).result().kind())
                    .isEqualTo(FetchResult.Kind.LIMIT_EXCEEDED);
        }
    }

    @Test
    void doesNotWaitForAServerThatSendsAByteASecond() throws Exception {
        try (FakeRtspServer server = with(RtspFaults.none().bytesPerSecond(1))) {
            long startNs = System.nanoTime();

            FetchResult result =
                    Fetching.from(server.url()).answersWithin(Duration.ofMillis(2500)).result();

            assertThat(result)
                    .isEqualTo(
                            new FetchResult(
                                    FetchResult.Kind.TIMEOUT, "no answer to OPTIONS for 2.5 s"));
            assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void doesNotWaitForAServerThatSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FetchResult result = Fetching.from(url(silent)).answersWithin(SHORT).result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.TIMEOUT);
        }
    }

    @Test
    void endsSoonWhenClosedWhileItWaitsForAnAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Fetching fetching = Fetching.from(url(silent)).start()) {
            silent.accept();
            long startNs = System.nanoTime();

            fetching.fetcher().close();

            assertThat(fetching.result().kind()).isEqualTo(FetchResult.Kind.CLOSED);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void tellsThatNobodyListensThere() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        FetchResult result = Fetching.from("rtsp://127.0.0.1:" + port + "/stream1").result();

        assertThat(result.kind()).isEqualTo(FetchResult.Kind.UNREACHABLE);
    }

    @Test
    void tellsThatThereIsNoSuchStream() throws Exception {
        try (FakeRtspServer server = with(RtspFaults.none())) {
            FetchResult result = Fetching.from(server.url() + "/nothing").result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.NOT_FOUND);
        }
    }

    @Test
    void takesABurst() throws Exception {
        long burst = Recordings.camera().packets().size() * 20L;
        try (FakeRtspServer server = with(RtspFaults.none().burst(burst));
                Fetching fetching = Fetching.from(server.url()).start()) {
            assertThat(fetching.log().await(burst)).isTrue();
        }
    }

    private static FakeRtspServer with(RtspFaults faults) {
        return FakeRtspServer.serving(Recordings.camera()).faults(faults).start();
    }

    private static String url(ServerSocket socket) {
        return "rtsp://127.0.0.1:" + socket.getLocalPort() + "/stream1";
    }
}

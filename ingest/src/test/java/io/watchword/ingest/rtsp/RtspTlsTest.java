package io.watchword.ingest.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.testing.FakeRtspServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RtspTlsTest {
    @Test
    void playsOverTlsAndSaysGoodbye() throws Exception {
        try (FakeRtspServer server = FakeRtspServer.serving(Recordings.camera()).start();
                TlsRelay relay = new TlsRelay(server.port(), "ip:127.0.0.1");
                Fetching fetching = Fetching.from(url(relay)).trusting(relay.trusting()).start()) {
            boolean plays = fetching.log().await(100);

            fetching.fetcher().close();

            assertThat(plays).isTrue();
            assertThat(fetching.result().kind()).isEqualTo(FetchResult.Kind.CLOSED);
            assertThat(server.counts().requests("TEARDOWN")).isEqualTo(1);
        }
    }

    @Test
    void refusesACertificateOfAnotherName() throws Exception {
        try (FakeRtspServer server = FakeRtspServer.serving(Recordings.camera()).start();
                TlsRelay relay = new TlsRelay(server.port(), "dns:another.example")) {
            FetchResult result = Fetching.from(url(relay)).trusting(relay.trusting()).result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.PROTOCOL);
            assertThat(server.counts().requests("OPTIONS")).isZero();
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        try (FakeRtspServer server = FakeRtspServer.serving(Recordings.camera()).start();
                TlsRelay relay = new TlsRelay(server.port(), "ip:127.0.0.1")) {
            FetchResult result = Fetching.from(url(relay)).result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.PROTOCOL);
            assertThat(server.counts().requests("OPTIONS")).isZero();
        }
    }

    @Test
    void doesNotWaitForAHandshakeThatNeverComes() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FetchResult result =
                    Fetching.from("rtsps://127.0.0.1:" + silent.getLocalPort() + "/")
                            .answersWithin(Duration.ofMillis(400))
                            .result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.TIMEOUT);
        }
    }

    private static String url(TlsRelay relay) {
        return "rtsps://127.0.0.1:" + relay.port() + "/stream1";
    }
}

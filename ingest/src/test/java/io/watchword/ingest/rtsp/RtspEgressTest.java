package io.watchword.ingest.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.testing.FakeRtspServer;
import io.watchword.ingest.testing.RtspFaults;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class RtspEgressTest {
    @Test
    void followsARedirectToAnAddressThatIsAllowed() throws Exception {
        try (FakeRtspServer server = FakeRtspServer.serving(Recordings.camera()).start();
                FakeRtspServer first = redirecting(server.url());
                Fetching fetching = Fetching.from(first.url()).start()) {
            boolean plays = fetching.log().await(10);

            assertThat(plays).isTrue();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void connectsToNothingThatIsNotAllowed() throws Exception {
        try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FakeRtspServer first =
                        redirecting("rtsp://127.0.0.1:" + canary.getLocalPort() + "/")) {
            FetchResult result =
                    Fetching.from(first.url()).allowing("127.0.0.1/32:" + first.port()).result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.FORBIDDEN_ADDRESS);
            assertThat(Canaries.hits(canary)).isZero();
        }
    }

    @Test
    void asksThePolicyForItsOwnAddress() throws Exception {
        try (FakeRtspServer server = FakeRtspServer.serving(Recordings.camera()).start()) {
            FetchResult result = Fetching.from(server.url()).allowing("10.0.0.0/8").result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.FORBIDDEN_ADDRESS);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void followsNoRedirectToAnotherProtocol() throws Exception {
        try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FakeRtspServer first =
                        redirecting("http://127.0.0.1:" + canary.getLocalPort() + "/")) {
            FetchResult result = Fetching.from(first.url()).result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.PROTOCOL);
            assertThat(Canaries.hits(canary)).isZero();
        }
    }

    @Test
    void followsNoCircle() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (FakeRtspServer server =
                FakeRtspServer.serving(Recordings.camera())
                        .port(port)
                        .faults(
                                RtspFaults.none()
                                        .redirectTo("rtsp://127.0.0.1:" + port + "/stream1"))
                        .start()) {
            FetchResult result = Fetching.from(server.url()).result();

            assertThat(result)
                    .isEqualTo(new FetchResult(FetchResult.Kind.PROTOCOL, "more than 3 redirects"));
            assertThat(server.connections()).isEqualTo(4);
        }
    }

    @Test
    void givesNoOtherHostThePassword() throws Exception {
        try (FakeRtspServer other =
                        FakeRtspServer.serving(Recordings.camera())
                                .password("Basic", "viewer", "hunter2")
                                .start();
                FakeRtspServer first =
                        redirecting("rtsp://localhost:" + other.port() + "/stream1")) {
            FetchResult result =
                    Fetching.from(first.url())
                            .as("viewer", "hunter2")
                            .allowing("127.0.0.0/8", "localhost:" + other.port())
                            .result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.UNAUTHENTICATED);
            assertThat(other.connections()).isEqualTo(1);
            assertThat(other.counts().authFailures()).isZero();
        }
    }

    @Test
    void refusesControlsOfAnotherHost() throws Exception {
        try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FakeRtspServer server =
                        FakeRtspServer.serving(Recordings.camera())
                                .faults(
                                        RtspFaults.none()
                                                .contentBase(
                                                        "rtsp://127.0.0.2:"
                                                                + canary.getLocalPort()
                                                                + "/"))
                                .start()) {
            FetchResult result = Fetching.from(server.url()).result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.FORBIDDEN_ADDRESS);
            assertThat(server.counts().requests("SETUP")).isZero();
            assertThat(Canaries.hits(canary)).isZero();
        }
    }

    private static FakeRtspServer redirecting(String url) {
        return FakeRtspServer.serving(Recordings.camera())
                .faults(RtspFaults.none().redirectTo(url))
                .start();
    }
}

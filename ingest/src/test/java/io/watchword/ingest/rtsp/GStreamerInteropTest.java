package io.watchword.ingest.rtsp;

import static io.watchword.contract.Checks.checkState;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.fetch.FetchResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that others wrote; needs what gst_rtsp_server.py names. */
@Tag("interop")
class GStreamerInteropTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void playsPicturesAndSound(boolean udp) throws Exception {
        try (Server server = new Server()) {
            Fetching.Plan plan = Fetching.from(server.url());
            try (Fetching fetching = (udp ? plan.udp() : plan).start()) {
                boolean plays = fetching.log().await(200);

                assertThat(plays).isTrue();
                assertThat(fetching.log().rtp(96).size()).isGreaterThan(20);
                assertThat(fetching.log().rtp(8).size()).isGreaterThan(5);
                for (int i = 300; fetching.log().rtcp().isEmpty() && i < 3000; i += 100) {
                    fetching.log().await(i); // its first report comes after some seconds
                }
                assertThat(fetching.log().rtcp().size()).isPositive();
            }
        }
    }

    @Test
    void playsWithAPasswordAndNotWithAWrongOne() throws Exception {
        try (Server server = new Server("viewer", "hunter2")) {
            try (Fetching fetching = Fetching.from(server.url()).as("viewer", "hunter2").start()) {
                assertThat(fetching.log().await(50)).isTrue();
            }
            FetchResult wrong = Fetching.from(server.url()).as("viewer", "hunter3").result();
            FetchResult none = Fetching.from(server.url()).result();

            assertThat(wrong.kind()).isEqualTo(FetchResult.Kind.UNAUTHENTICATED);
            assertThat(none.kind()).isEqualTo(FetchResult.Kind.UNAUTHENTICATED);
        }
    }

    @Test
    void tellsThatThereIsNoSuchStreamAndThatTheServerDied() throws Exception {
        try (Server server = new Server();
                Fetching fetching = Fetching.from(server.url()).start()) {
            FetchResult missing = Fetching.from(server.url() + "less").result();
            assertThat(fetching.log().await(20)).isTrue();

            server.close();

            assertThat(missing.kind()).isEqualTo(FetchResult.Kind.NOT_FOUND);
            assertThat(fetching.result().kind()).isEqualTo(FetchResult.Kind.DISCONNECTED);
        }
    }

    /** The script, running. */
    private static final class Server implements AutoCloseable {
        private final int port;
        private final Process process;

        Server(String... userAndPassword) throws Exception {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Path script = Path.of(Server.class.getResource("/gst_rtsp_server.py").toURI());
            List<String> command = new ArrayList<>();
            command.addAll(List.of("/usr/bin/python3", script.toString(), String.valueOf(port)));
            command.addAll(Arrays.asList(userAndPassword));
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                checkState("ready".equals(out.readLine()), "the server did not start");
            }
        }

        String url() {
            return "rtsp://127.0.0.1:" + port + "/live";
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}

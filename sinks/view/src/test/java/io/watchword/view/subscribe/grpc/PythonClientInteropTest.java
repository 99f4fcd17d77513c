package io.watchword.view.subscribe.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.view.ViewConfig;
import io.watchword.view.access.Rights;
import io.watchword.view.grpc.CallerRights;
import io.watchword.view.grpc.ViewGrpcServer;
import io.watchword.view.subscribe.Samples;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that is generated from the proto in another language; needs python3 with grpcio-tools,
 * or the interpreter that the environment names as PYTHON. {@link SubscriptionsServiceTest} tests
 * the same without it.
 */
@Tag("interop")
@Timeout(60)
class PythonClientInteropTest {
    @Test
    void aGeneratedPythonClientAddsFollowsAndRemoves(@TempDir Path directory) throws Exception {
        Clock clock = Clock.fixed(Samples.START, ZoneOffset.UTC);
        try (ViewGrpcServer server =
                ViewGrpcServer.start(
                        ViewConfig.GrpcConfig.DEFAULT,
                        CallerRights.always(Rights.ALL),
                        List.of(new SubscriptionsService(MemorySubscriptions.of(clock), clock)))) {
            String python = System.getenv().getOrDefault("PYTHON", "python3");
            Path script =
                    Path.of(
                            requireNonNull(
                                            getClass().getResource("subscriptions_client.py"),
                                            "the script is missing")
                                    .toURI());
            Process client =
                    new ProcessBuilder(
                                    python,
                                    script.toString(),
                                    Path.of("../../proto/src/main/proto").toRealPath().toString(),
                                    directory.toString(),
                                    "127.0.0.1:" + server.port())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(client.getInputStream().readAllBytes(), UTF_8);

            assertThat(client.waitFor()).as(said).isZero();
            assertThat(said.lines())
                    .containsExactly(
                            "added someone runs for local",
                            "preview 1 of 2: person runs",
                            "hit event-yard-7, go on at 0-8",
                            "cut off RESOURCE_EXHAUSTED, go on at 0-2",
                            "removed, left 0");
        }
    }
}

package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.access.ServedAccess;
import io.watchword.deploy.allinone.AllInOne;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.metrics.Meters;
import io.watchword.deploy.metrics.Readiness;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.deploy.view.PagePort;
import io.watchword.deploy.view.ProcessHealth;
import io.watchword.deploy.view.ViewWiring;
import io.watchword.encoders.EncodeConfig;
import io.watchword.fusion.FuseConfig;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.view.http.ViewServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody outside this machine can reach the pipeline. */
class LoopbackIT {
    private static final String LISTEN = "0A";

    /** A socket that accepts connections. */
    private record Listener(InetAddress address, int port) {}

    @Test
    void everySocketListensOnLoopbackOnly(@TempDir Path directory) throws Exception {
        Set<Listener> before = listeners();
        try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
                Meters meters = new Meters();
                ViewServer page = page(data, meters)) {
            ViewWiring view = new ViewWiring(view(data, meters));
            AllInOne.Settings settings =
                    settings(data, Files.createDirectories(directory.resolve("out")));
            try (AllInOne all =
                    AllInOne.start(
                            settings,
                            () -> EmbeddedBroker.start(data.broker(), 0),
                            EngineMetrics.NONE,
                            view)) {
                page.serve(view.parts(Optional.of(all.llmTarget())));
                assertThat(all.failure().or(view::failure)).isEmpty();
                check(before, Set.of(page.port(), view.grpcPort()));
            }
        }
    }

    private static void check(Set<Listener> before, Set<Integer> ports) throws IOException {
        List<Listener> added = new ArrayList<>(listeners());
        added.removeAll(before);

        assertThat(added)
                .hasSizeGreaterThanOrEqualTo(5) // broker, controller, language model, these
                .allSatisfy(
                        listener ->
                                assertThat(listener.address().isLoopbackAddress())
                                        .as(listener.toString())
                                        .isTrue());
        assertThat(added).extracting(Listener::port).containsAll(ports);
    }

    private static ViewServer page(DataDirectory data, Meters meters) throws IOException {
        return PagePort.start(
                Optional.of(0),
                0,
                ServedAccess.of(PipelineConfig.DEFAULT, data.root()),
                new ProcessHealth(new Readiness(), meters, data.root()));
    }

    private static ViewWiring.Settings view(DataDirectory data, Meters meters) {
        return new ViewWiring.Settings(
                PipelineConfig.DEFAULT,
                ModelBundle.open(PipelineContract.BUNDLE),
                data.root(),
                data.root().resolve("media"),
                SecretStore.open(DataDirectory.secrets(data.root()), Map.of()),
                meters,
                Optional.empty(),
                ServedAccess.of(PipelineConfig.DEFAULT, data.root()));
    }

    private static AllInOne.Settings settings(DataDirectory data, Path out) {
        return new AllInOne.Settings(
                ModelBundle.open(PipelineContract.BUNDLE),
                PipelineContract.BUNDLE,
                EncodeConfig.DEFAULT,
                FuseConfig.DEFAULT,
                LlmConfig.DEFAULT,
                Optional.empty(),
                data,
                out);
    }

    /** This process's listening sockets, as the kernel knows them. */
    private static Set<Listener> listeners() throws IOException {
        Set<String> own = ownSockets();
        Set<Listener> listeners = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            List<String> lines = Files.readAllLines(Path.of("/proc/self/net", table));
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[3].equals(LISTEN) && own.contains("socket:[" + fields[9] + "]")) {
                    listeners.add(listener(fields[1]));
                }
            }
        }
        return listeners;
    }

    private static Set<String> ownSockets() throws IOException {
        Set<String> sockets = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path file : files) {
                try {
                    sockets.add(Files.readSymbolicLink(file).toString());
                } catch (NoSuchFileException e) {
                    // closed since it was listed
                }
            }
        }
        return sockets;
    }

    /** The kernel writes addresses as 32-bit words in the machine's byte order. */
    private static Listener listener(String field) throws IOException {
        String[] parts = field.split(":", -1);
        byte[] words = HexFormat.of().parseHex(parts[0]);
        ByteBuffer address = ByteBuffer.allocate(words.length);
        ByteBuffer read = ByteBuffer.wrap(words).order(ByteOrder.nativeOrder());
        while (read.hasRemaining()) {
            address.putInt(read.getInt());
        }
        return new Listener(
                InetAddress.getByAddress(address.array()), Integer.parseInt(parts[1], 16));
    }
}

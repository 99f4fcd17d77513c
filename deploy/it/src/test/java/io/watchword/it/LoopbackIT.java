package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.allinone.AllInOne;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.encoders.EncodeConfig;
import io.watchword.fusion.FuseConfig;
import io.watchword.llm.LlmConfig;
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
                AllInOne all =
                        AllInOne.start(
                                settings(data, Files.createDirectories(directory.resolve("out"))),
                                () -> EmbeddedBroker.start(data.broker(), 0))) {
            List<Listener> added = new ArrayList<>(listeners());
            added.removeAll(before);

            assertThat(all.failure()).isEmpty();
            assertThat(added)
                    .hasSizeGreaterThanOrEqualTo(3) // broker, controller, language model
                    .allSatisfy(
                            listener ->
                                    assertThat(listener.address().isLoopbackAddress())
                                            .as(listener.toString())
                                            .isTrue());
        }
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

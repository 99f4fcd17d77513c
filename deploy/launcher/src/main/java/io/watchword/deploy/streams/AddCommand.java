package io.watchword.deploy.streams;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.ingest.fetch.HostResolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code streams add}. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Add a stream, or change the one of that id. It stays until it is removed.",
        footer = {
            "",
            "A password is kept in a file that only you can read, apart from the address. To name",
            "an environment variable of the run instead, write '$${NAME}' in single quotes."
        })
public final class AddCommand implements Subcommand {
    @Parameters(index = "0", paramLabel = "ID", description = "Names the stream.")
    private String id = "";

    @Parameters(
            index = "1",
            paramLabel = "URI",
            description = "rtsp://, rtsps://, http://, https://, udp://, a file or a" + " folder.")
    private String source = "";

    @Option(
            names = "--profile",
            paramLabel = "P",
            description =
                    "surveillance, dashcam, archive or live (default: archive for files, live for"
                            + " HTTP, else surveillance).")
    private @Nullable String profile;

    @Option(
            names = "--transport",
            paramLabel = "T",
            description = "Of RTSP: tcp or udp (default: tcp).")
    private @Nullable String transport;

    @Option(
            names = "--allow",
            paramLabel = "CIDR",
            description =
                    "Private addresses that the stream may reach beside the host named, for example"
                            + " 192.168.1.0/24 or 192.168.1.0/24:554. May be given again.")
    private List<String> allow = new ArrayList<>();

    @Option(names = "--watch", description = "Of a folder: pick up files that come later.")
    private boolean watch;

    @Mixin private DataOptions data = new DataOptions();

    @Override
    public int run(Terminal terminal, Path home) {
        return Guarded.run(terminal, () -> add(terminal));
    }

    private int add(Terminal terminal) throws Exception {
        NewStream stream =
                NewStream.of(
                        new NewStream.Request(
                                Optional.of(id),
                                source,
                                Optional.ofNullable(profile),
                                Optional.ofNullable(transport),
                                watch,
                                allow,
                                ""),
                        HostResolver.SYSTEM);
        stream.notes().forEach(terminal::say);
        try (ControlPlane streams = data.open()) {
            data.note("streams add", id);
            ControlPlane.Added added = streams.add(stream);
            terminal.say((added == ControlPlane.Added.NEW ? "added " : "replaced ") + id);
        }
        return ExitCode.OK;
    }
}

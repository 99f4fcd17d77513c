package io.watchword.deploy.view;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the page and the view's gRPC listen, as {@code up} and {@code view} take it. */
public final class PageOptions {
    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "Address of the page (default: 127.0.0.1). Another lets others in: it takes"
                            + " access.required in the configuration.")
    private @Nullable String host;

    @Option(
            names = "--http-port",
            paramLabel = "N",
            description =
                    "Port of the page, metrics and health (default: 8080, or the next free one).")
    private @Nullable Integer httpPort;

    @Option(
            names = "--grpc-port",
            paramLabel = "N",
            description = "Port of the view's gRPC (default: any free one).")
    private @Nullable Integer grpcPort;

    public Optional<String> host() {
        return Optional.ofNullable(host);
    }

    public Optional<Integer> httpPort() {
        return Optional.ofNullable(httpPort);
    }

    public Optional<Integer> grpcPort() {
        return Optional.ofNullable(grpcPort);
    }
}

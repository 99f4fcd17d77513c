package io.watchword.deploy.access;

import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.view.AccessConfig;
import io.watchword.view.access.TokenFile;
import io.watchword.view.http.ViewAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether others can reach a process, and what it then lacks. Without a login only this machine may
 * reach it; without TLS nothing that is secret may leave it.
 */
public final class Exposure {
    private Exposure() {}

    /** What keeps a process of this configuration from starting. */
    public static List<String> problems(PipelineConfig config, Path data) {
        List<String> problems = new ArrayList<>();
        AccessConfig access = config.access();
        boolean page = isExposed("http.host", config.http().host(), problems);
        boolean grpc = isExposed("view.grpc.host", config.view().grpc().host(), problems);
        if (!problems.isEmpty()) {
            return problems;
        }
        if (page || grpc) {
            String where =
                    page
                            ? "http.host " + config.http().host()
                            : "view.grpc.host " + config.view().grpc().host();
            if (!access.required()) {
                return List.of(
                        where
                                + " lets others in: required access.required: true in"
                                + " pipeline.yaml, and a token of ./watchword tokens add");
            }
            if (access.tls().isAbsent() && !access.behindProxy()) {
                problems.add(
                        where
                                + " lets tokens cross the network: required access.tls, or"
                                + " access.behindProxy: true where a proxy in front ends TLS");
            }
            if (page && access.hosts().isEmpty()) {
                problems.add(
                        "access.hosts is empty: required the names by which browsers reach the"
                                + " page");
            }
        }
        if (access.required()) {
            checkLogin(config, data, problems);
        }
        return problems;
    }

    private static void checkLogin(PipelineConfig config, Path data, List<String> problems) {
        AccessConfig access = config.access();
        if (!access.oidc().login().clientSecret().isEmpty()) {
            SecretStore secrets = SecretStore.open(DataDirectory.secrets(data), System.getenv());
            Provider.problem(access.oidc().login(), secrets).ifPresent(problems::add);
        }
        try {
            if (access.oidc().isAbsent()
                    && new TokenFile(AccessPaths.tokens(data)).all().isEmpty()) {
                problems.add(
                        "access.required: nobody could come in: required a token (./watchword"
                                + " tokens add NAME --scope all), or access.oidc");
            }
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        if (!access.tls().isAbsent()) {
            new ViewAddress.TlsFiles(
                            Path.of(access.tls().certificate()), Path.of(access.tls().key()))
                    .problem()
                    .ifPresent(problems::add);
        }
        checkFile("access.peerSecret", access.peerSecret(), problems);
        if (!config.view().advertisedAddress().isEmpty() && access.peerSecret().isEmpty()) {
            problems.add(
                    "access.peerSecret: required where view.advertisedAddress is set: instances"
                            + " know each other by it");
        }
    }

    private static void checkFile(String key, String file, List<String> problems) {
        if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
            problems.add(key + ": " + file + " cannot be read");
        }
    }

    private static boolean isExposed(String key, String host, List<String> problems) {
        try {
            return !InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            problems.add(key + ": \"" + host + "\" is no address of this machine");
            return false;
        }
    }
}

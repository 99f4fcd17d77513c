package io.watchword.deploy.metrics;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.kafka.EmbeddedBroker;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The option {@code --http-port}. */
public final class HttpPort {
    private static final int MAX_PORT = 65_535;

    private HttpPort() {}

    /** What is wrong with it, before anything is started. */
    public static List<String> problems(Optional<Integer> given) {
        return problems("--http-port", given);
    }

    /** What is wrong with the port of an option, before anything is started. */
    public static List<String> problems(String option, Optional<Integer> given) {
        int port = given.orElse(0);
        if (port < 0 || port > MAX_PORT) {
            return List.of(option + " " + port + ": not in [0, " + MAX_PORT + "]");
        }
        try {
            EmbeddedBroker.freePort(port);
            return List.of();
        } catch (UserMistake e) {
            return List.of(option + ": " + e.getMessage());
        } catch (IOException e) {
            return List.of(option + " " + port + ": " + e.getMessage());
        }
    }
}

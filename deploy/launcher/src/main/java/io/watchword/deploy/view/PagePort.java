package io.watchword.deploy.view;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.Version;
import io.watchword.deploy.access.ServedAccess;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.view.health.Health;
import io.watchword.view.http.ViewLimits;
import io.watchword.view.http.ViewServer;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port on which the page is. */
public final class PagePort {
    private static final Logger logger = LoggerFactory.getLogger(PagePort.class);
    private static final int USUAL = 8080;
    private static final int NEXT = 20;

    private PagePort() {}

    /**
     * Starts the page's server: on the port that people gave, else on the configured one, else on
     * 8080 or the next that is free.
     *
     * @param given 0 takes any
     * @param configured 0 where nobody cares
     * @param access who may come in, and where it listens
     * @throws UserMistake if the port is taken
     */
    public static ViewServer start(
            Optional<Integer> given, int configured, ServedAccess access, Health health)
            throws IOException {
        if (given.isPresent() || configured > 0) {
            try {
                return start(given.orElse(configured), access, health);
            } catch (IOException e) {
                throw new UserMistake(String.valueOf(e.getMessage()));
            }
        }
        for (int port = USUAL; port < USUAL + NEXT; port++) {
            if (isFree(port)) {
                try {
                    return start(port, access, health);
                } catch (IOException e) {
                    logger.atDebug().setCause(e).log("somebody was quicker: the next, then");
                }
            }
        }
        return start(0, access, health);
    }

    private static boolean isFree(int port) throws IOException {
        try {
            return EmbeddedBroker.freePort(port) == port;
        } catch (UserMistake e) {
            return false;
        }
    }

    private static ViewServer start(int port, ServedAccess access, Health health)
            throws IOException {
        return ViewServer.start(
                new ViewServer.Settings(
                        access.address(port),
                        access.control(),
                        access.login(port),
                        ViewLimits.DEFAULT,
                        Version.text()),
                health);
    }
}

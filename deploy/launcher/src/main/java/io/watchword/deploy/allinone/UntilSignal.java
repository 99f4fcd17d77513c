package io.watchword.deploy.allinone;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.terminal.LogFile;
import io.watchword.deploy.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what goes on until a signal, a failure or an interrupt, and closes everything in the reverse
 * order of its start. A failure is said in one line, and logged.
 */
public final class UntilSignal {
    private static final Logger logger = LoggerFactory.getLogger(UntilSignal.class);

    private final Terminal terminal;
    private final String name;
    private volatile boolean ending; // set by the thread that a signal starts

    /** What goes on. */
    @FunctionalInterface
    public interface Service {
        /**
         * Runs until told to end.
         *
         * @param open takes what must be closed at the end, in the order of its start
         * @param ending whether it has been told
         * @return the exit code
         */
        int run(DataDirectory data, CloseStack open, BooleanSupplier ending) throws Exception;
    }

    /**
     * @param name of the command, for the log
     */
    public UntilSignal(Terminal terminal, String name) {
        this.terminal = terminal;
        this.name = name;
    }

    /** Returns the exit code. */
    public int run(Path directory, Service service) throws IOException {
        try (CloseStack open = new CloseStack()) {
            Thread onSignal =
                    new Thread(
                            () -> {
                                ending = true;
                                open.close();
                            },
                            "closing");
            Runtime.getRuntime().addShutdownHook(onSignal);
            try {
                return run(directory, service, open);
            } finally {
                open.close();
                forget(onSignal);
            }
        }
    }

    private int run(Path directory, Service service, CloseStack open) throws IOException {
        DataDirectory data = open.add("data directory", DataDirectory.open(directory));
        LogFile log = open.add("log", LogFile.open(data.logs()));
        try {
            return service.run(data, open, () -> ending);
        } catch (UserMistake e) {
            throw e;
        } catch (InterruptedException | InterruptException e) {
            Thread.interrupted(); // so that what is open can close in peace
            return ExitCode.OK;
        } catch (Exception e) { // the boundary: whatever it is, people get one line
            if (ending) { // no wonder, then
                return ExitCode.INTERNAL;
            }
            logger.atError().setCause(e).log(name + " failed");
            terminal.complain(oneLine(e));
            terminal.complain("the log is " + log.file());
            return ExitCode.INTERNAL;
        }
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getName()
                : message.lines().findFirst().orElse("");
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal is ending the process: the hook does its work.
            logger.atDebug().log("process is ending");
        }
    }
}

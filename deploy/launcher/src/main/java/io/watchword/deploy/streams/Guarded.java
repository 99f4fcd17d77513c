package io.watchword.deploy.streams;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.terminal.Terminal;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** Turns what stops a command into one line and an exit code. */
public final class Guarded {
    private Guarded() {}

    public static int run(Terminal terminal, Callable<Integer> command) {
        try {
            return command.call();
        } catch (UserMistake e) {
            e.problems().forEach(terminal::complain);
            return ExitCode.BAD_USE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERNAL;
        } catch (TimeoutException e) {
            terminal.complain(
                    "Kafka does not answer: does the run that holds the data directory still run? ("
                            + e.getMessage()
                            + ")");
            return ExitCode.INTERNAL;
        } catch (KafkaException e) {
            terminal.complain("Kafka: " + e.getMessage());
            return ExitCode.INTERNAL;
        } catch (Exception e) { // the boundary: people get one line
            String message = e.getMessage();
            terminal.complain(
                    message == null ? e.toString() : message.lines().findFirst().orElse(""));
            return ExitCode.INTERNAL;
        }
    }
}

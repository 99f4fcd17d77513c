package io.watchword.deploy.ask;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.log.NotStored;
import io.watchword.deploy.streams.Guarded;
import io.watchword.deploy.terminal.Terminal;

/** Runs a command that reads what is stored, and closes all that it opened, also on a signal. */
public final class WithLog {
    private WithLog() {}

    /** What a command does. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @param open takes what must be closed at the end
         * @return the exit code
         */
        int run(CloseStack open) throws Exception;
    }

    public static int run(Terminal terminal, Work work) {
        return Guarded.run(terminal, () -> closing(terminal, work));
    }

    private static int closing(Terminal terminal, Work work) throws Exception {
        try (CloseStack open = new CloseStack()) {
            Thread onSignal = new Thread(open::close, "closing");
            Runtime.getRuntime().addShutdownHook(onSignal);
            try {
                return work.run(open);
            } catch (NotStored e) {
                e.lines().forEach(terminal::complain);
                return ExitCode.UNREADABLE;
            } finally {
                open.close();
                forget(onSignal);
            }
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal is ending the process: the hook does its work.
            Thread.onSpinWait();
        }
    }
}

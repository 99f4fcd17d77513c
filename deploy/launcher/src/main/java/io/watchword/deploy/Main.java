package io.watchword.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.deploy.allinone.Rehearsal;
import io.watchword.deploy.clip.ClipCommand;
import io.watchword.deploy.describe.BrokerChoice;
import io.watchword.deploy.describe.Describe;
import io.watchword.deploy.describe.DescribeCommand;
import io.watchword.deploy.describe.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: arguments, exit codes, and the only call of {@code System.exit}. */
@Command(
        name = "watchword",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Watches video, with its sound, and gives you the word.")
public final class Main {
    /** Set by the script: whether stderr is a terminal. */
    static final String TTY = "watchword.tty";

    /** Set by the script: characters in a line of the terminal that stdout is, or absent. */
    static final String COLUMNS = "watchword.columns";

    /** Set by the script: start and stop everything once, so that Java notes the classes down. */
    static final String REHEARSE = "watchword.rehearse";

    /** Set by the script: the directory that holds {@code models/tiny}. */
    static final String HOME = "watchword.home";

    private Main() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        Terminal terminal =
                new Terminal(
                        out,
                        err,
                        Boolean.getBoolean(TTY),
                        Integer.getInteger(COLUMNS, Integer.MAX_VALUE));
        Path home = Path.of(System.getProperty(HOME, "."));
        System.exit(
                Boolean.getBoolean(REHEARSE)
                        ? rehearse(terminal, home)
                        : run(terminal, home, args));
    }

    /** For the script: starts everything and stops it. */
    private static int rehearse(Terminal terminal, Path home) {
        try {
            Rehearsal.run(bundle(home, "testbundle"));
            return ExitCode.OK;
        } catch (Exception e) { // the script goes on without
            e.printStackTrace(terminal.err());
            return ExitCode.INTERNAL;
        }
    }

    private static Path bundle(Path home, String name) {
        return home.resolve("models").resolve(name);
    }

    /**
     * Does what the arguments say.
     *
     * @param home the directory that holds {@code models/tiny}
     * @return the exit code
     */
    public static int run(Terminal terminal, Path home, String... args) {
        DescribeCommand describe = new DescribeCommand();
        CommandLine commandLine =
                new CommandLine(new Main())
                        .addSubcommand(describe)
                        .addSubcommand(new ClipCommand());
        commandLine.getSubcommands().values().forEach(Main::collectErrors);
        collectErrors(commandLine);
        ParseResult parsed = commandLine.parseArgs(args);
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last.isUsageHelpRequested()) {
            last.commandSpec().commandLine().usage(terminal.out());
            return ExitCode.OK;
        }
        if (last.isVersionHelpRequested()) {
            last.commandSpec().commandLine().printVersionHelp(terminal.out());
            return ExitCode.OK;
        }
        if (!parsed.errors().isEmpty() || !last.errors().isEmpty()) {
            (last.errors().isEmpty() ? parsed : last)
                    .errors()
                    .forEach(error -> terminal.complain(problem(error)));
            terminal.say("Try: " + last.commandSpec().qualifiedName() + " --help");
            return ExitCode.BAD_USE;
        }
        if (last == parsed) {
            terminal.complain("no command given");
            commandLine.usage(terminal.err());
            return ExitCode.BAD_USE;
        }
        if (last.commandSpec().userObject() instanceof ClipCommand clip) {
            return clip.run(terminal, home);
        }
        return new Describe(terminal, BrokerChoice.EMBEDDED).run(describe, bundle(home, "tiny"));
    }

    private static void collectErrors(CommandLine commandLine) {
        commandLine.getCommandSpec().parser().collectErrors(true);
    }

    private static String problem(Exception error) {
        String message = String.valueOf(error.getMessage());
        return error instanceof ParameterException ? message : "bad arguments: " + message;
    }
}

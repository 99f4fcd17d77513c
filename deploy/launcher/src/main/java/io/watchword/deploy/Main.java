package io.watchword.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.deploy.access.AddTokenCommand;
import io.watchword.deploy.access.AuditCommand;
import io.watchword.deploy.access.ListTokensCommand;
import io.watchword.deploy.access.RemoveTokenCommand;
import io.watchword.deploy.access.TokensCommand;
import io.watchword.deploy.ask.AskCommand;
import io.watchword.deploy.ask.SummarizeCommand;
import io.watchword.deploy.clip.ClipCommand;
import io.watchword.deploy.describe.DescribeCommand;
import io.watchword.deploy.eval.EvalCommand;
import io.watchword.deploy.ingest.IngestCommand;
import io.watchword.deploy.models.AddModelCommand;
import io.watchword.deploy.models.ListModelsCommand;
import io.watchword.deploy.models.ModelsCommand;
import io.watchword.deploy.models.VerifyModelCommand;
import io.watchword.deploy.redescribe.RedescribeCommand;
import io.watchword.deploy.search.SearchCommand;
import io.watchword.deploy.streams.AddCommand;
import io.watchword.deploy.streams.ListCommand;
import io.watchword.deploy.streams.RemoveCommand;
import io.watchword.deploy.streams.StreamsCommand;
import io.watchword.deploy.subscribe.SubscribeCommand;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.deploy.up.Rehearsal;
import io.watchword.deploy.up.UpCommand;
import io.watchword.deploy.view.ViewCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
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
                        : run(terminal, home, Arguments.resolve(args, System.getenv())));
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
        CommandLine commandLine =
                new CommandLine(new Main())
                        .addSubcommand(new DescribeCommand())
                        .addSubcommand(new UpCommand())
                        .addSubcommand(new IngestCommand())
                        .addSubcommand(new ViewCommand())
                        .addSubcommand(new AskCommand())
                        .addSubcommand(new SummarizeCommand())
                        .addSubcommand(new SearchCommand())
                        .addSubcommand(new SubscribeCommand())
                        .addSubcommand(new ClipCommand())
                        .addSubcommand(new EvalCommand())
                        .addSubcommand(new RedescribeCommand())
                        .addSubcommand(
                                new CommandLine(new StreamsCommand())
                                        .addSubcommand(new AddCommand())
                                        .addSubcommand(new ListCommand())
                                        .addSubcommand(new RemoveCommand()))
                        .addSubcommand(
                                new CommandLine(new TokensCommand())
                                        .addSubcommand(new AddTokenCommand())
                                        .addSubcommand(new ListTokensCommand())
                                        .addSubcommand(new RemoveTokenCommand())
                                        .addSubcommand(new AuditCommand()))
                        .addSubcommand(
                                new CommandLine(new ModelsCommand())
                                        .addSubcommand(new AddModelCommand())
                                        .addSubcommand(new ListModelsCommand())
                                        .addSubcommand(new VerifyModelCommand()));
        prepare(commandLine);
        ParseResult parsed = commandLine.parseArgs(args);
        ParseResult last = parsed;
        List<Exception> errors = new ArrayList<>(parsed.errors());
        while (last.hasSubcommand()) {
            last = last.subcommand();
            errors.addAll(last.errors());
        }
        CommandLine command = last.commandSpec().commandLine();
        if (last.isUsageHelpRequested()) {
            command.usage(terminal.out());
            return ExitCode.OK;
        }
        if (last.isVersionHelpRequested()) {
            command.printVersionHelp(terminal.out());
            return ExitCode.OK;
        }
        if (!errors.isEmpty()) {
            complain(terminal, errors, command, args);
            return ExitCode.BAD_USE;
        }
        if (last.commandSpec().userObject() instanceof Subcommand subcommand) {
            return subcommand.run(terminal, home);
        }
        terminal.complain("no command given");
        command.usage(terminal.err());
        return ExitCode.BAD_USE;
    }

    private static void complain(
            Terminal terminal, List<Exception> errors, CommandLine command, String... args) {
        for (Exception error : errors) {
            String problem = CommandLineText.problem(error);
            terminal.complain(Arguments.withoutSecrets(problem, args));
        }
        terminal.say("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    }

    private static void prepare(CommandLine commandLine) {
        commandLine.setExpandAtFiles(false);
        commandLine.getCommandSpec().parser().collectErrors(true);
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.footer(CommandLineText.paragraphs(usage.footer()));
        commandLine.getSubcommands().values().forEach(Main::prepare);
    }
}

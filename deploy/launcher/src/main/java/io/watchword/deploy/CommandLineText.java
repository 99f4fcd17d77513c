package io.watchword.deploy;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the command line says of itself and of mistakes in it. Pure. */
final class CommandLineText {
    private CommandLineText() {}

    /** What is wrong with the arguments: what was found, and what was required. */
    static String problem(Exception error) {
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getCommandLine().getSubcommands().isEmpty()) {
            CommandLine command = unmatched.getCommandLine();
            return "\""
                    + unmatched.getUnmatched().get(0)
                    + "\" is no command of "
                    + command.getCommandSpec().qualifiedName()
                    + ": required "
                    + String.join(", ", command.getSubcommands().keySet());
        }
        String message = String.valueOf(error.getMessage());
        return error instanceof ParameterException ? message : "bad arguments: " + message;
    }

    /** Joins lines to paragraphs, which break where the terminal does; indented lines stay. */
    static String[] paragraphs(String... lines) {
        List<String> paragraphs = new ArrayList<>();
        boolean goesOn = false;
        for (String line : lines) {
            if (goesOn && isText(line) && !line.startsWith("Exit codes:")) {
                int last = paragraphs.size() - 1;
                paragraphs.set(last, paragraphs.get(last) + " " + line);
            } else {
                paragraphs.add(line);
            }
            goesOn = isText(line);
        }
        return paragraphs.toArray(new String[0]);
    }

    private static boolean isText(String line) {
        return !line.isEmpty() && !line.startsWith(" ");
    }
}

package io.watchword.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.deploy.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandLineTextTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        80);
        return Main.run(terminal, Path.of("."), args);
    }

    @Test
    void namesTheCommandsWhereNoneIsCalledThat() {
        int code = run("streams", "show", "--data", "elsewhere");

        assertThat(code).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString(UTF_8))
                .contains("\"show\" is no command of watchword streams: required add, list, remove")
                .contains("Try: watchword streams --help");
    }

    @Test
    void breaksHelpWhereALineIsFullAndNowhereElse() {
        run("search", "--help");

        assertThat(out.toString(UTF_8))
                .contains("A\nword with a dash before it must not be there")
                .contains("\n\nExit codes: 0 done");
        assertThat(out.toString(UTF_8).lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void keepsLinesThatAreATable() {
        assertThat(CommandLineText.paragraphs("", "One of", "  90s  media time", "  14:03", "so."))
                .containsExactly("", "One of", "  90s  media time", "  14:03", "so.");
        assertThat(CommandLineText.paragraphs("It is", "told.", "Exit codes: 0 done", "or 1."))
                .containsExactly("It is told.", "Exit codes: 0 done or 1.");
    }
}

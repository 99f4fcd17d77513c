package io.watchword.view.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageFilesTest {
    private static final Path WEB = Path.of("src", "main", "resources", "web");
    private static final Pattern IMPORT = Pattern.compile("(?:from |import )'(\\./[^']+)'");
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");

    private static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(WEB)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static List<String> found(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file, UTF_8))
                .results()
                .map((MatchResult hit) -> hit.group(1))
                .toList();
    }

    @Test
    void allThatIsNamedIsThere() throws IOException {
        int named = 0;
        for (Path file : files(".js")) {
            for (String other : found(IMPORT, file)) {
                assertThat(file.resolveSibling(other)).as("named in %s", file).exists();
                named++;
            }
        }
        for (String other : found(LINK, WEB.resolve("index.html"))) {
            assertThat(WEB.resolve(other)).exists();
            named++;
        }
        assertThat(named).isGreaterThan(60);
    }

    @Test
    void nothingIsMarkupOrComesFromElsewhere() throws IOException {
        for (Path file : Stream.of(".js", ".css", ".html").flatMap(PageFilesTest::all).toList()) {
            assertThat(Files.readString(file, UTF_8))
                    .as("%s", file)
                    .doesNotContain(
                            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
                    .doesNotContain("setAttribute('style'", "style=", "eval(", "new Function")
                    .doesNotContainPattern("(src|href|url\\(|import)\\s*[=(]?\\s*[\"']?https?:");
        }
    }

    private static Stream<Path> all(String suffix) {
        try {
            return files(suffix).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void eachFileIsSmall() throws IOException {
        for (Path file : files(".js")) {
            boolean words = file.getParent().endsWith("text");
            assertThat(Files.readAllLines(file, UTF_8).size())
                    .as("%s", file)
                    .isLessThan(words ? 400 : 250);
        }
    }
}

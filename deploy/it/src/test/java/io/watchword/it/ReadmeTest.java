package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name exists: folders, links, commands, options, profiles, packages. */
class ReadmeTest {
    private static final Path ROOT = Repository.root();
    private static final Pattern FOLDER = Pattern.compile("`([a-z][a-z/-]*/)`");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");
    private static final Pattern COMMAND = Pattern.compile("\\./watchword ([a-z]+)");
    private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)");
    private static final Pattern PROFILE = Pattern.compile("-P([a-z]+)");
    private static final Pattern PATH = Pattern.compile("[a-z]+(?:(?:, [a-z]+)* (?:->|→) [a-z]+)+");

    @Test
    void namedFoldersExist() throws IOException {
        String table = section("## Where things are");

        List<String> folders = all(FOLDER, table);

        assertThat(folders)
                .contains("proto/", "ingest/", "encoders/", "fusion/", "sinks/", "deploy/");
        assertThat(table.lines().filter(line -> line.startsWith("| `")))
                .allSatisfy(line -> assertFolders(all(FOLDER, line)));
    }

    /** The first folder of a line is at the top, the others are in it. */
    private static void assertFolders(List<String> folders) {
        Path top = ROOT.resolve(folders.get(0));
        assertThat(top).isDirectory();
        folders.subList(1, folders.size())
                .forEach(folder -> assertThat(top.resolve(folder)).isDirectory());
    }

    @Test
    void linksLeadToFiles() throws IOException {
        assertThat(all(LINK, readme())).allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
    }

    @Test
    void commandsAndOptionsExist() throws IOException {
        String help = CommandLines.run("--help").out();
        String options =
                Stream.of(
                                "describe",
                                "ask",
                                "summarize",
                                "search",
                                "eval",
                                "up",
                                "clip",
                                "redescribe",
                                "ingest",
                                "models add",
                                "models list",
                                "models verify",
                                "streams add",
                                "streams list",
                                "streams remove",
                                "view",
                                "subscribe",
                                "tokens add",
                                "tokens list",
                                "tokens remove",
                                "tokens audit")
                        .map(command -> (command + " --help").split(" ", -1))
                        .map(arguments -> CommandLines.run(arguments).out())
                        .collect(Collectors.joining());

        assertThat(all(COMMAND, readme()))
                .isNotEmpty()
                .allSatisfy(command -> assertThat(help).contains("  " + command));
        assertThat(all(OPTION, readme()))
                .isNotEmpty()
                .allSatisfy(option -> assertThat(options).contains(option));
    }

    @Test
    void profilesExist() throws IOException {
        String poms =
                Files.readString(ROOT.resolve("pom.xml"))
                        + Files.readString(ROOT.resolve("encoders/pom.xml"));

        assertThat(all(PROFILE, readme()))
                .allSatisfy(profile -> assertThat(poms).contains("<id>" + profile + "</id>"));
    }

    @Test
    void dataPathsNamePackages() throws IOException {
        List<String> modules =
                List.of(
                        "ingest/src/main/java/io/watchword/ingest",
                        "encoders/src/main/java/io/watchword/encoders",
                        "fusion/detector/src/main/java/io/watchword/fusion",
                        "fusion/llm/src/main/java/io/watchword/llm",
                        "sinks/connect/src/main/java/io/watchword/sinks",
                        "deploy/launcher/src/main/java/io/watchword/deploy");

        for (String module : modules) {
            Path root = ROOT.resolve(module);
            List<String> words = pathWords(root.resolve("package-info.java"));
            assertThat(words).as(module + " says its data path").hasSizeGreaterThan(1);
            assertThat(words).allSatisfy(word -> assertThat(root.resolve(word)).isDirectory());
        }
    }

    @Test
    void everyPackageSaysWhatItIsForAndTakesNoNulls() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> packages =
                    files.filter(file -> file.toString().contains("/src/main/java/"))
                            .filter(file -> file.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct()
                            .toList();
            assertThat(packages)
                    .hasSizeGreaterThan(30)
                    .allSatisfy(
                            directory ->
                                    assertThat(directory.resolve("package-info.java"))
                                            .content()
                                            .contains("/**", "@NullMarked"));
        }
    }

    private static List<String> pathWords(Path packageInfo) throws IOException {
        Matcher path = PATH.matcher(Files.readString(packageInfo).replaceAll("\\n \\* ", " "));
        return path.find() ? List.of(path.group().split("[^a-z]+", -1)) : List.of();
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String section(String heading) throws IOException {
        String readme = readme();
        int start = readme.indexOf(heading);
        assertThat(start).as(heading).isNotNegative();
        int end = readme.indexOf("\n## ", start + 1);
        return readme.substring(start, end < 0 ? readme.length() : end);
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        return found;
    }
}

package io.watchword.view.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Path SCRIPTS = Path.of("src", "main", "resources", "web", "js");
    private static final Pattern ENTRY = Pattern.compile("(?m)^  '([^']+)': (.+),$");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final Pattern USE = Pattern.compile("\\bt\\('([^']+)'");
    private static final Pattern BUILT = Pattern.compile("`([a-z]+(?:\\.[a-z]+)*\\.)\\$\\{");

    private static Map<String, String> words(String language) throws IOException {
        Map<String, String> words = new TreeMap<>();
        Matcher entries = ENTRY.matcher(read(SCRIPTS.resolve("text").resolve(language + ".js")));
        while (entries.find()) {
            words.put(entries.group(1), entries.group(2));
        }
        return words;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, UTF_8);
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(hit -> hit.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String scripts() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                all.append(read(file));
            }
        }
        return all.toString();
    }

    @Test
    void bothLanguagesSayTheSameThings() throws IOException {
        Map<String, String> english = words("en");
        Map<String, String> russian = words("ru");

        assertThat(russian.keySet()).isEqualTo(english.keySet()).hasSizeGreaterThan(200);
        english.forEach(
                (key, words) ->
                        assertThat(found(PLACEHOLDER, russian.get(key)))
                                .as(key)
                                .isEqualTo(found(PLACEHOLDER, words)));
    }

    @Test
    void russianHasTheFormsThatItsNumbersNeed() throws IOException {
        words("ru")
                .forEach(
                        (key, words) -> {
                            if (words.startsWith("{")) {
                                assertThat(words)
                                        .as(key)
                                        .contains("one:", "few:", "many:", "other:");
                            }
                        });
    }

    @Test
    void thePageSaysNothingThatHasNoWords() throws IOException {
        Set<String> known = words("en").keySet();

        assertThat(known).containsAll(found(USE, scripts()));
        for (String head : found(BUILT, scripts())) {
            assertThat(known).as(head).anyMatch(key -> key.startsWith(head));
        }
    }

    @Test
    void noWordsAreLeftOver() throws IOException {
        String scripts = scripts();
        Set<String> heads = found(BUILT, scripts);
        Set<String> left = new TreeSet<>(words("en").keySet());
        left.removeIf(key -> scripts.contains("'" + key + "'"));
        left.removeIf(key -> heads.stream().anyMatch(key::startsWith));

        assertThat(left).isEmpty();
    }
}

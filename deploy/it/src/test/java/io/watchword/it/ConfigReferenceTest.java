package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Profile;
import io.watchword.deploy.config.ConfigLoader;
import io.watchword.deploy.config.PipelineConfig;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code deploy/pipeline.yaml} is the reference: it says all there is, and what is so. */
class ConfigReferenceTest {
    private static final Path FILE = Repository.root().resolve("deploy/pipeline.yaml");
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z0-9]+):(.*)");
    private static final Pattern SENTENCE = Pattern.compile(" *# [A-Za-z-].{7,}[.]");

    @Test
    void theFileSaysTheDefaults() {
        assertThat(ConfigLoader.load(FILE)).isEqualTo(PipelineConfig.DEFAULT);
    }

    @Test
    void everyKeyIsThereWithASentenceAboveIt() throws Exception {
        Map<String, String> comments = commentsByKey(Files.readAllLines(FILE));

        assertThat(comments.keySet()).isEqualTo(keys(PipelineConfig.class, ""));
        assertThat(comments)
                .allSatisfy((key, comment) -> assertThat(comment).as(key).matches(SENTENCE));
    }

    private static Map<String, String> commentsByKey(List<String> lines) {
        Map<String, String> comments = new TreeMap<>();
        Deque<String> path = new ArrayDeque<>();
        String before = "";
        for (String line : lines) {
            Matcher key = KEY.matcher(line);
            if (key.matches()) {
                while (path.size() > key.group(1).length() / 2) {
                    path.removeLast();
                }
                path.addLast(key.group(2));
                comments.put(String.join(".", path), before);
            }
            before = line;
        }
        return comments;
    }

    private static Set<String> keys(Class<?> type, String path) {
        Set<String> keys = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = path + component.getName();
            keys.add(key);
            if (component.getType().isRecord()) {
                keys.addAll(keys(component.getType(), key + "."));
            } else if (component.getType() == Map.class) {
                Class<?> value =
                        (Class<?>)
                                ((ParameterizedType) component.getGenericType())
                                        .getActualTypeArguments()[1];
                for (Profile profile : Profile.values()) {
                    keys.add(key + "." + profile.text());
                    keys.addAll(keys(value, key + "." + profile.text() + "."));
                }
            }
        }
        return keys;
    }
}

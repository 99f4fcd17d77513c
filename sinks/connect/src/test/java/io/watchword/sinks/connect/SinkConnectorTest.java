package io.watchword.sinks.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkConnectorTest {
    private final Path directory;

    SinkConnectorTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void isFoundByConnectsServiceLoad() {
        List<SinkConnector> found =
                ServiceLoader.load(SinkConnector.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(sink -> sink.getClass().getName().startsWith("io.watchword."))
                        .toList();

        assertThat(found)
                .hasExactlyElementsOfTypes(
                        ChaptersSinkConnector.class,
                        JsonLinesSinkConnector.class,
                        MqttSinkConnector.class,
                        PostgresSinkConnector.class,
                        StoryboardSinkConnector.class,
                        WebVttSinkConnector.class,
                        WebhookSinkConnector.class);
        assertThat(found).allSatisfy(c -> assertThat(c.version()).matches("\\d+\\.\\d+\\.\\d+.*"));
    }

    @Test
    void makesItsDirectoryAndRunsOneTask() {
        Path missing = directory.resolve("a/b");
        SinkConnector connector = new WebVttSinkConnector();
        Map<String, String> properties = Map.of("directory", missing.toString(), "name", "x");

        connector.start(properties);

        assertThat(missing).isDirectory();
        assertThat(connector.taskConfigs(4)).containsExactly(properties);
        assertThat(connector.taskClass()).isEqualTo(WebVttSinkTask.class);
    }

    @Test
    void refusesADirectoryThatIsAFile() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Map<String, String> properties = Map.of("directory", file.resolve("below").toString());
        SinkConnector connector = new JsonLinesSinkConnector();

        assertThat(problems(connector, properties))
                .singleElement()
                .asString()
                .contains("directory: required a directory to write to", file + " is no directory");
        assertThatThrownBy(() -> connector.start(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file + " is no directory");
    }

    @Test
    void refusesADirectoryThatCannotBeMade() {
        Map<String, String> properties = Map.of("directory", "/proc/watchword");

        assertThatThrownBy(() -> new JsonLinesSinkConnector().start(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("\"/proc/watchword\"");
    }

    @Test
    void requiresADirectory() {
        SinkConnector connector = new JsonLinesSinkConnector();

        assertThat(problems(connector, Map.of())).hasSize(1);
        assertThat(problems(connector, Map.of("directory", ""))).isNotEmpty();
        assertThatThrownBy(() -> connector.start(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("\"directory\"");
    }

    @Test
    void makesNothingWhenAskedToValidate() {
        Path missing = directory.resolve("a/b");

        assertThat(problems(new JsonLinesSinkConnector(), Map.of("directory", missing.toString())))
                .isEmpty();
        assertThat(missing).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"chapters", "jsonl", "mqtt", "postgres", "storyboard", "webhook", "webvtt"})
    void shipsExamplesThatAreComplete(String name) throws Exception {
        Properties example = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("example", name + ".properties"))) {
            example.load(reader);
        }

        assertThat(Class.forName(example.getProperty("connector.class")))
                .isAssignableTo(SinkConnector.class);
        assertThat(example).containsKeys("topics", "name");
        SinkConnector connector =
                Class.forName(example.getProperty("connector.class"))
                        .asSubclass(SinkConnector.class)
                        .getDeclaredConstructor()
                        .newInstance();
        assertThat(connector.config().configKeys().values())
                .filteredOn(key -> key.defaultValue == ConfigDef.NO_DEFAULT_VALUE)
                .allMatch(key -> example.containsKey(key.name));
        assertThat(example.getProperty("value.converter")).endsWith(".ByteArrayConverter");
    }

    private static List<String> problems(SinkConnector connector, Map<String, String> properties) {
        return connector.validate(properties).configValues().stream()
                .map(ConfigValue::errorMessages)
                .flatMap(List::stream)
                .toList();
    }
}

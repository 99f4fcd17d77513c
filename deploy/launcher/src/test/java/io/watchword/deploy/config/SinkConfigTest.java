package io.watchword.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.deploy.UserMistake;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkConfigTest {
    @Test
    void readsAListOfSinksWithTheirSettings() {
        PipelineConfig config =
                ConfigLoader.parse(
                        "p.yaml",
                        """
                        sinks:
                          - name: alerts
                            type: webhook
                            topics: [hits]
                            settings: {url: "https://e.com", timeout.ms: 500}
                          - name: store
                            type: postgres
                        """);

        assertThat(config.sinks())
                .containsExactly(
                        new SinkConfig(
                                "alerts",
                                SinkType.WEBHOOK,
                                List.of("hits"),
                                Map.of("url", "https://e.com", "timeout.ms", "500")),
                        new SinkConfig(
                                "store",
                                SinkType.POSTGRES,
                                List.of("events", "embeddings"),
                                Map.of()));
    }

    @Test
    void namesWhatIsWrongInAList() {
        assertThat(problems("sinks: [{name: a}]"))
                .containsExactly("p.yaml:1 sinks[0].type: required, found nothing");
        assertThat(problems("sinks: [{name: A B, type: mqtt}]").get(0))
                .startsWith("p.yaml:1 sinks[0].name is \"A B\", required");
        assertThat(problems("sinks: [{name: a, type: fax}]").get(0))
                .startsWith("p.yaml:1 sinks[0].type: required")
                .contains("webhook");
        assertThat(problems("sinks: {name: a}"))
                .containsExactly("p.yaml:1 sinks: required a list, found keys and values");
        assertThat(problems("sinks: [{name: a, type: mqtt}, {name: a, type: mqtt}]").get(0))
                .contains("sinks: two have the same name");
        assertThat(problems("sinks: [{name: a, type: mqtt, settings: {x: [1]}}]"))
                .containsExactly("p.yaml:1 sinks[0].settings.x: required a text, found a list");
    }

    private static List<String> problems(String text) {
        List<String> problems = new java.util.ArrayList<>();
        assertThatThrownBy(() -> ConfigLoader.parse("p.yaml", text))
                .isInstanceOfSatisfying(
                        UserMistake.class, mistake -> problems.addAll(mistake.problems()));
        return problems;
    }
}

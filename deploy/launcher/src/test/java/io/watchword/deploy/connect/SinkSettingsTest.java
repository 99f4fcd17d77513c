package io.watchword.deploy.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.deploy.config.SinkConfig;
import io.watchword.deploy.config.SinkType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkSettingsTest {
    private static final Map<String, String> SECRETS =
            Map.of("secret:alerts", "a secret that both know", "HOOK", "short");

    @Test
    void namesSecretsToTheWorkerAndNeverSaysThem() {
        Map<String, String> settings =
                SinkSettings.of(webhook(Map.of("secret", "secret:alerts", "url", "https://e.com")));

        assertThat(settings)
                .containsEntry("secret", "${watchword:secret:alerts}")
                .containsEntry("url", "https://e.com")
                .containsEntry("subscribed.name", "alerts")
                .containsEntry(
                        "connector.class", "io.watchword.sinks.connect.WebhookSinkConnector");
    }

    @Test
    void findsEveryMistakeBeforeAnythingStarts() {
        assertThat(problems(Map.of())).isEmpty();
        assertThat(problems(Map.of("secret", "secret:none")))
                .containsExactly("sinks: alerts: secret names secret:none, which is not set");
        assertThat(problems(Map.of("secret", "HOOK")))
                .containsExactly(
                        "sinks: alerts: secret: required a secret of at least 16 bytes, found 5");
        assertThat(problems(Map.of("adress", "x")))
                .singleElement()
                .asString()
                .startsWith(
                        "sinks: alerts: adress: no such setting, required one of egress.allow,");
        assertThat(problems(Map.of("url", "ftp://e.com")))
                .containsExactly("sinks: alerts: url: required https and a host");
    }

    @Test
    void saysNoSecretThatStandsWhereItsNameShould() {
        assertThat(problems(Map.of("secret", "whsec_aGVsbG8gd29ybGQ/+=")))
                .containsExactly("sinks: alerts: secret names a secret, which is not set");
    }

    @Test
    void givesTheWorkerWhatTheStoreAndTheEnvironmentHold(@TempDir Path directory) throws Exception {
        io.watchword.deploy.secret.SecretStore.open(directory, Map.of())
                .put("alerts", "a secret that both know");
        try (SecretProvider provider = new SecretProvider()) {
            provider.configure(Map.of("directory", directory.toString()));

            assertThat(provider.get("secret", Set.of("alerts")).data())
                    .containsExactly(Map.entry("alerts", "a secret that both know"));
            assertThat(provider.get("", Set.of("PATH")).data())
                    .containsExactly(Map.entry("PATH", System.getenv("PATH")));
        }
    }

    private static List<String> problems(Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>();
        settings.put("url", "https://example.com/hook");
        settings.put("secret", "secret:alerts");
        settings.putAll(changed);
        return SinkSettings.problems(
                List.of(webhook(settings)), name -> Optional.ofNullable(SECRETS.get(name)));
    }

    private static SinkConfig webhook(Map<String, String> settings) {
        return new SinkConfig("alerts", SinkType.WEBHOOK, List.of(), settings);
    }
}

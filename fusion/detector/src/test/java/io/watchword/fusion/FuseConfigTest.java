package io.watchword.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Compression;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FuseConfigTest {
    @Test
    void refusesToCloseAboveTheOpening() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(
                        () ->
                                new FuseConfig.Events(
                                        1,
                                        1.5f,
                                        second,
                                        Duration.ZERO,
                                        second,
                                        second.multipliedBy(4),
                                        Duration.ZERO))
                .hasMessage("fuse.events: required 0 < closeAt <= openAt, found 1.5 and 1.0");
    }

    @Test
    void refusesALanguageThatIsNoCode() {
        assertThatThrownBy(() -> FuseConfig.DEFAULT.withLanguage("english"))
                .hasMessageStartingWith("fuse.language is \"english\"");
    }

    @Test
    void hashesWhatDecidesEventsAndNotHowLongWeWait() {
        FuseConfig.Describing patient =
                new FuseConfig.Describing(
                        4, 320, 0, Duration.ofMinutes(5), 0, Duration.ofSeconds(1), 1, false);
        FuseConfig config = FuseConfig.DEFAULT;
        FuseConfig waiting = changed(config, patient);

        assertThat(waiting.sha256()).isEqualTo(config.sha256());
        assertThat(config.withLanguage("ru").sha256()).isNotEqualTo(config.sha256());
        FuseConfig.Describing seeing =
                new FuseConfig.Describing(
                        4, 320, 0, Duration.ofMinutes(5), 0, Duration.ofSeconds(1), 1, true);
        FuseConfig asked = changed(config, seeing);
        assertThat(asked.sha256()).isNotEqualTo(config.sha256());
        Compression none = new Compression(Compression.Kind.NONE, 40);
        assertThat(config.with(none).sha256()).isEqualTo(config.sha256());
        assertThat(config.with(new Compression(Compression.Kind.POOL, 40)).sha256())
                .isNotEqualTo(config.sha256());
    }

    private static FuseConfig changed(FuseConfig config, FuseConfig.Describing describing) {
        OutageConfig outage =
                new OutageConfig(
                        1,
                        1,
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1));
        return new FuseConfig(
                "en", 2, "llm:50051", config.scoring(), config.events(), describing, outage);
    }

    @Test
    void refusesAnAddressThatIsNone() {
        for (String address : java.util.List.of("llm", "http://llm:1", "user@llm:1", "llm: 1")) {
            assertThatThrownBy(
                            () ->
                                    new FuseConfig(
                                            "en",
                                            1,
                                            address,
                                            FuseConfig.Scoring.DEFAULT,
                                            FuseConfig.Events.DEFAULT,
                                            FuseConfig.Describing.DEFAULT,
                                            OutageConfig.DEFAULT))
                    .hasMessage(
                            "fuse.languageModel is \"%s\", required host:port, or nothing",
                            address);
        }
    }
}

package io.watchword.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        FuseConfig waiting = new FuseConfig("en", 2, config.scoring(), config.events(), patient);

        assertThat(waiting.sha256()).isEqualTo(config.sha256());
        assertThat(config.withLanguage("ru").sha256()).isNotEqualTo(config.sha256());
        FuseConfig.Describing seeing =
                new FuseConfig.Describing(
                        4, 320, 0, Duration.ofMinutes(5), 0, Duration.ofSeconds(1), 1, true);
        FuseConfig asked = new FuseConfig("en", 2, config.scoring(), config.events(), seeing);
        assertThat(asked.sha256()).isNotEqualTo(config.sha256());
    }
}

package io.watchword.ingest.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedAddressTest {
    @Test
    void aBlockWithoutPortIsForEveryPort() {
        AllowedAddress entry = AllowedAddress.parse("10.0.0.0/8");

        assertThat(entry.port()).isZero();
        assertThat(entry.host()).isNull();
        assertThat(entry.range()).contains(AddressRange.parse("10.0.0.0/8"));
    }

    @Test
    void theColonsOfABlockAreNotItsPort() {
        assertThat(AllowedAddress.parse("fd00::/8").port()).isZero();
        assertThat(AllowedAddress.parse("fd00::/8:554").port()).isEqualTo(554);
    }

    @Test
    void aHostHasAPort() {
        AllowedAddress entry = AllowedAddress.parse("camera.local:554");

        assertThat(entry.host()).isEqualTo("camera.local");
        assertThat(entry.port()).isEqualTo(554);
        assertThat(entry.range()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camera.local",
                "camera.local:0",
                "camera.local:65536",
                "camera.local:rtsp",
                ":554",
                "10.0.0.0/8:",
                "10.0.0.0/8:70000",
                "x/8"
            })
    void refusesWhatIsNoEntry(String text) {
        assertThatThrownBy(() -> AllowedAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

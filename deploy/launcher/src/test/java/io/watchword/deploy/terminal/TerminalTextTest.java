package io.watchword.deploy.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void stripsWhatCouldSteerATerminal() {
        String hostile = "a\u001b[31mred\u0007\r\n\u202eback\u009b2J\ud800b";

        assertThat(TerminalText.clean(hostile)).isEqualTo("a[31mredback2Jb");
    }

    @Test
    void leavesOtherLanguagesAlone() {
        assertThat(TerminalText.clean("Днём камера неподвижна."))
                .isEqualTo("Днём камера неподвижна.");
    }

    @Test
    void writesMediaTimeInMinutesSecondsAndTenths() {
        assertThat(TerminalText.time(0)).isEqualTo("00:00.0");
        assertThat(TerminalText.time(65_249_999)).isEqualTo("01:05.2");
        assertThat(TerminalText.time(59_960_000)).isEqualTo("01:00.0");
        assertThat(TerminalText.time(3_665_200_000L)).isEqualTo("1:01:05.2");
    }

    @Test
    void breaksLinesAtSpacesAndLeavesLongWordsWhole() {
        assertThat(TerminalText.wrap("a car stops in the loading-zone-of-the-yard now", 12))
                .containsExactly("a car stops", "in the", "loading-zone-of-the-yard", "now");
    }
}

package io.watchword.fusion.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepetitionTest {
    @Test
    void findsTextThatGoesRoundInCircles() {
        assertThat(Repetition.isEndless("a car drives left and ".repeat(20))).isTrue();
        assertThat(Repetition.isEndless("машина едет ".repeat(40))).isTrue();
        assertThat(Repetition.isEndless("ha".repeat(201))).isTrue();
    }

    @Test
    void letsSentencesPass() {
        String different =
                IntStream.range(0, 100).mapToObj(i -> "thing" + i).collect(Collectors.joining(" "));

        assertThat(Repetition.isEndless(different)).isFalse();
        assertThat(Repetition.isEndless("A car drives left, then a car drives left.")).isFalse();
        assertThat(Repetition.isEndless("")).isFalse();
    }

    @Test
    void measuresTheShareOfWhatWasSaidBefore() {
        assertThat(Repetition.ratio("a", "b", "c", "d")).isZero();
        assertThat(Repetition.ratio("a", "b", "c", "a", "b", "c")).isEqualTo(0.25);
        assertThat(Repetition.ratio("a", "a", "a", "a", "a", "a")).isEqualTo(0.75);
        assertThat(Repetition.ratio("a")).isZero();
    }
}

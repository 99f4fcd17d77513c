package io.watchword.view.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainWordsTest {
    private final PlainWords words = Samples.WORDS;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "someone runs | By day, camera still: a person runs to the left. No sound.",
                "a running man | By day: a person runs to the left.",
                "vehicle stops | At night: a lorry drives upwards and stops.",
                "кто-то бежит | By day: a person runs to the left.",
                "грузовик останавливается | At night: a lorry drives upwards and stops.",
                "someone falls | Днём, камера неподвижна: человек падает. Звука нет.",
                "siren | By day: a car drives downwards. Sound of a siren.",
                "no sound | By day: a car passes. No sound.",
                "нет звука | Днём: машина проезжает. Звука нет.",
                "nothing moves | By day, camera still: nothing moves. No sound.",
                "a truck | a van passes",
                "чёрный кот | чёрные кошки идут",
            })
    void findsWhatIsTold(String asked, String caption) {
        assertThat(holds(asked, caption)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "someone runs | Yes, it is true: nothing moves. No sound.",
                "sound | By day: a car passes. No sound.",
                "звук | Днём: машина проезжает. Звука нет.",
                "person | By day: a car passes, no person is there.",
                "person | Nobody is there, not a single person.",
                "move | By day, camera still: nothing moves.",
                "nothing moves | a car drives upwards, nothing else moves.",
                "lorry | By day: a vehicle passes.",
                "car stops | By day: a car passes. Sound of an engine.",
                "no sound | By day: a car passes. Sound of a horn.",
                "yes | By day: a car passes.",
            })
    void doesNotFindWhatIsNotTold(String asked, String caption) {
        assertThat(holds(asked, caption)).isFalse();
    }

    @Test
    void nearlyIsNoNegation() {
        assertThat(holds("задевает машину", "человек чуть не задевает машину")).isTrue();
    }

    @Test
    void saysTheWordsOfTheCaption() {
        assertThat(words.told("A person RUNS away"))
                .containsEntry("=person", "person")
                .containsEntry("=run", "RUNS");
    }

    @Test
    void wordsThatSayNothingAskForNothing() {
        assertThat(words.wanted("is there any of the")).isEmpty();
    }

    private boolean holds(String asked, String caption) {
        Set<String> told = words.told(caption).keySet();
        List<PlainWords.Wanted> wanted = words.wanted(asked);
        return !wanted.isEmpty()
                && wanted.stream().allMatch(one -> one.keys().stream().anyMatch(told::contains));
    }
}

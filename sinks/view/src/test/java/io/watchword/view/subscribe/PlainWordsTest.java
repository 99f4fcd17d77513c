package io.watchword.view.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.view.subscribe.lucene.SnowballForms;
import java.util.List;
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
                "the van pulls over | At night: a lorry drives upwards and stops.",
                "someone is coming towards us | a person approaches",
                "someone walks in | a person enters from the left",
                "a car going right | By day: a car drives from left to right.",
                "машина едет направо | By day: a car drives from left to right.",
                "a dog barks | By day: nothing moves. Sound of barking.",
                "a dog | By day: an animal runs upwards.",
                "somebody left his bag there | a box is left behind by a person",
                "чуть не столкнулись | человек чуть не задевает машину",
                "кто-то подошёл к камере | a person approaches",
                "a man leaves | a man, wearing a hat, leaves",
                "something stops | something moves upwards and stops, also a person",
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
                "a car stops | a ball rolls upwards and stops, also a car",
                "a car drives | By day, camera drives forward: a car stands still",
                "someone stops | something moves upwards and stops, also a person",
                "someone runs | a person walks",
                "red car | a car passes",
                "a dog | a cat runs",
                "someone leaves | a car turns back to the left, also a person",
                "задевает машину | человек чуть не задевает машину",
            })
    void doesNotFindWhatIsNotTold(String asked, String caption) {
        assertThat(holds(asked, caption)).isFalse();
    }

    @Test
    void nearlyIsNoNegation() {
        assertThat(holds("упал", "человек чуть не упал")).isTrue();
    }

    @Test
    void saysTheWordsOfTheCaption() {
        assertThat(words.told("A person RUNS away").words())
                .containsEntry("=person", "person")
                .containsEntry("=run", "RUNS");
    }

    @Test
    void wordsThatSayNothingAskForNothing() {
        assertThat(words.wanted("is there any of the")).isEmpty();
    }

    @Test
    void saysWhichLineOfTheFileIsNone() {
        assertThatThrownBy(() -> Concepts.parse(List.of("car (wheels): car"), new SnowballForms()))
                .hasMessageContaining("=wheels");
        assertThatThrownBy(() -> Concepts.parse(List.of("car car"), new SnowballForms()))
                .hasMessageContaining("found: car car");
    }

    private boolean holds(String asked, String caption) {
        Told told = words.told(caption);
        List<PlainWords.Wanted> wanted = words.wanted(asked);
        return !wanted.isEmpty()
                && wanted.stream()
                        .allMatch(one -> one.keys().stream().anyMatch(told.words()::containsKey))
                && told.binds(wanted);
    }
}

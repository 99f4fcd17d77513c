package io.watchword.view.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FusionTest {
    @Test
    void putsFirstWhatStandsHighInBothRankings() {
        assertThat(fuse(List.of(1, 2, 3), List.of(2, 4, 1))).containsExactly(2, 1, 4, 3);
    }

    @Test
    void beginsAlikeHoweverManyAreAskedFor() {
        List<Integer> up = IntStream.range(0, 400).boxed().toList();
        List<Integer> mixed = IntStream.range(0, 400).map(i -> i * 7 % 401).boxed().toList();

        List<Integer> few = fuse(up.subList(0, 200), mixed.subList(0, 200));

        assertThat(fuse(up, mixed).subList(0, few.size())).isEqualTo(few);
        assertThat(fuse(up, mixed)).doesNotHaveDuplicates();
    }

    private static List<Integer> fuse(List<Integer> one, List<Integer> other) {
        return Fusion.fuse(List.of(one, other), Comparator.naturalOrder()).stream()
                .map(Fusion.Ranked::item)
                .toList();
    }
}

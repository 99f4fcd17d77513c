package io.watchword.view.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.view.search.Fusion.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FusionTest {
    @Test
    void putsFirstWhatBothRankingsScoreHigh() {
        List<Scored<String>> scored =
                List.of(
                        new Scored<>("words alone", 0, 4, 0),
                        new Scored<>("meaning alone", 0, 0, 0.8f),
                        new Scored<>("both", 1, 3.8f, 0.7f));

        assertThat(items(Fusion.fuse(scored, 4, 0.8f, Comparator.naturalOrder())))
                .containsExactly("both", "words alone", "meaning alone");
    }

    @Test
    void goesByOneRankingWhereTheOtherFoundNothing() {
        List<Scored<String>> scored =
                List.of(new Scored<>("less", 1, 0, 0.2f), new Scored<>("more", 0, 0, 0.4f));

        List<Fusion.Ranked<String>> fused = Fusion.fuse(scored, 0, 0.4f, Comparator.naturalOrder());

        assertThat(items(fused)).containsExactly("more", "less");
        assertThat(fused.get(0).score()).isEqualTo(1);
    }

    @Test
    void beginsAlikeHoweverManyAreAskedFor() {
        Random random = new Random(3);
        List<Scored<Integer>> many = new ArrayList<>();
        for (int rank = 0; rank < 400; rank++) {
            many.add(new Scored<>(rank, rank, random.nextFloat(), random.nextFloat()));
        }

        List<Integer> few =
                items(Fusion.fuse(many.subList(0, 200), 1, 1, Comparator.naturalOrder()));

        assertThat(items(Fusion.fuse(many, 1, 1, Comparator.naturalOrder())).subList(0, 200))
                .isEqualTo(few);
    }

    private static <T> List<T> items(List<Fusion.Ranked<T>> ranked) {
        return ranked.stream().map(Fusion.Ranked::item).toList();
    }
}

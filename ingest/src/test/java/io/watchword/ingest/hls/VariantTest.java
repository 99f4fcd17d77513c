package io.watchword.ingest.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.hls.Variant.Choice;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantTest {
    private static final Variant AUDIO = new Variant("a", 64_000, 0, "mp4a.40.2");
    private static final Variant SMALL = new Variant("s", 500_000, 640 * 360, "avc1,mp4a.40.2");
    private static final Variant LARGE = new Variant("l", 5_000_000, 1920 * 1080, "avc1");
    private static final Variant HUGE = new Variant("h", 50_000_000, 7680 * 4320, "hvc1");
    private static final List<Variant> ALL = List.of(SMALL, HUGE, AUDIO, LARGE);
    private static final long LIMIT = 3840 * 2160;

    @Test
    void theHighestIsTheOneOfMostBitsWithinTheLimit() {
        assertThat(Variant.choose(ALL, Choice.HIGHEST, LIMIT)).contains(LARGE);
    }

    @Test
    void theLowestHasPicturesYet() {
        assertThat(Variant.choose(ALL, Choice.LOWEST, LIMIT)).contains(SMALL);
    }

    @Test
    void soundAloneIsTakenWhereThereIsNothingElse() {
        assertThat(Variant.choose(List.of(AUDIO, HUGE), Choice.HIGHEST, LIMIT)).contains(AUDIO);
    }

    @Test
    void nothingIsTakenWhereAllIsTooLarge() {
        assertThat(Variant.choose(List.of(HUGE), Choice.LOWEST, LIMIT)).isEmpty();
    }
}

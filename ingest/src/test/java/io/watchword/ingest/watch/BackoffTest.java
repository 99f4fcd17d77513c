package io.watchword.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.fetch.FetchResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final IngestConfig.Live LIVE = IngestConfig.DEFAULT.live();

    @Test
    void waitsAreRandomBelowALimitThatDoublesUpToAMinute() {
        List<Long> longest = new ArrayList<>();
        for (int failure = 0; failure < 8; failure++) {
            longest.add(longestWaitAfter(failure).toSeconds());
        }

        assertThat(longest.get(0)).isZero(); // below 1 s
        assertThat(longest.get(1)).isEqualTo(1);
        assertThat(longest.get(2)).isEqualTo(3);
        assertThat(longest.get(5)).isEqualTo(31);
        assertThat(longest.get(7)).isEqualTo(59);
    }

    private static Duration longestWaitAfter(int failures) {
        Duration longest = Duration.ZERO;
        for (int seed = 0; seed < 2000; seed++) {
            Backoff backoff = new Backoff(LIVE, new Random(seed));
            for (int i = 0; i < failures; i++) {
                backoff.ended(FetchResult.Kind.UNREACHABLE, Duration.ZERO);
            }
            Duration wait = backoff.ended(FetchResult.Kind.UNREACHABLE, Duration.ZERO);
            longest = wait.compareTo(longest) > 0 ? wait : longest;
        }
        return longest;
    }

    @Test
    void aHealthyMinuteStartsTheWaitsAnew() {
        Backoff backoff = new Backoff(LIVE, new Random(1));
        for (int i = 0; i < 10; i++) {
            backoff.ended(FetchResult.Kind.DISCONNECTED, Duration.ofSeconds(59));
        }

        Duration wait = backoff.ended(FetchResult.Kind.DISCONNECTED, Duration.ofSeconds(60));

        assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aRefusedPasswordWaitsFiveMinutesEachTime() {
        Backoff backoff = new Backoff(LIVE, new Random(1));

        assertThat(backoff.ended(FetchResult.Kind.UNAUTHENTICATED, Duration.ZERO))
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(backoff.ended(FetchResult.Kind.UNAUTHENTICATED, Duration.ZERO))
                .isEqualTo(Duration.ofMinutes(5));
    }
}

package io.watchword.view.kafka;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThreadReplacementsTest {
    private final AtomicLong nowNs = new AtomicLong();
    private final ThreadReplacements replacements = new ThreadReplacements(nowNs::get);

    @Test
    void threadsThatBreakOneAfterTheOtherAreReplacedOnlySoOften() {
        for (int i = 0; i < ThreadReplacements.ALLOWED; i++) {
            assertThat(replacements.handle(new IllegalStateException("first")))
                    .isEqualTo(REPLACE_THREAD);
            assertThat(replacements.failure()).isEmpty();
        }

        assertThat(replacements.handle(new RuntimeException(new IllegalStateException("why"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(replacements.failure().orElse("")).contains("6 times", "why");
    }

    @Test
    void oneThatBreaksNowAndThenIsAlwaysReplaced() {
        for (int i = 0; i < 100; i++) {
            nowNs.addAndGet(ThreadReplacements.WITHIN.toNanos() / ThreadReplacements.ALLOWED + 1);
            assertThat(replacements.handle(new IllegalStateException())).isEqualTo(REPLACE_THREAD);
        }
        assertThat(replacements.failure()).isEmpty();
    }
}

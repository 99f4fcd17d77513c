package io.watchword.sinks.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.ErrorCode;
import io.watchword.sinks.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void takesEveryTwoHundredAsDelivered(int status) {
        assertThat(outcome(status, null)).isEqualTo(Outcome.delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 413, 422})
    void givesUpOnWhatTheReceiverWillNeverTake(int status) {
        assertThat(outcome(status, null))
                .isEqualTo(
                        Outcome.refused(ErrorCode.UNREADABLE, "the receiver answered " + status));
    }

    @Test
    void followsNoRedirect() {
        assertThat(outcome(302, null)).isInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 500, 502, 504})
    void triesAgainWhatMayBeTheRecordsOwnFault(int status) {
        assertThat(((Outcome.Later) outcome(status, null)).ofThisRecord()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void waitsForAReceiverThatSaysItIsBusy(int status) {
        assertThat(((Outcome.Later) outcome(status, null)).ofThisRecord()).isFalse();
    }

    @Test
    void readsHowLongTheReceiverAsksToBeLeftAlone() {
        assertThat(wait("120")).contains(Duration.ofMinutes(2));
        assertThat(wait("Fri, 1 May 2026 12:01:30 GMT")).contains(Duration.ofSeconds(90));
        assertThat(wait("Fri, 1 May 2026 11:00:00 GMT")).contains(Duration.ZERO);
        assertThat(wait("999999999999999999")).contains(Duration.ofSeconds(1_000_000_000));
        assertThat(wait("soon")).isEmpty();
    }

    private static Optional<Duration> wait(String retryAfter) {
        return ((Outcome.Later) outcome(503, retryAfter)).after();
    }

    private static Outcome outcome(
            int status, @org.jspecify.annotations.Nullable String retryAfter) {
        return Answer.outcome(status, Optional.ofNullable(retryAfter), NOW);
    }
}

package io.watchword.sinks.connect;

import static io.watchword.sinks.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.ErrorCode;
import io.watchword.sinks.delivery.Backoff;
import io.watchword.sinks.delivery.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class OneByOneTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Outcome DELIVERED = Outcome.delivered();
    private static final Outcome AWAY = Outcome.unreachable("nobody there");
    private static final Outcome BROKEN = new Outcome.Later("answered 500", Optional.empty(), true);

    private final ManualClock clock = new ManualClock();
    private final ScriptedContext context = new ScriptedContext(true);
    private final List<Long> attempts = new ArrayList<>();
    private final Deque<Outcome> script = new ArrayDeque<>();
    private Duration perAttempt = Duration.ZERO;
    private final OneByOne delivery =
            new OneByOne(
                    this::answer,
                    context,
                    new Patience(
                            context,
                            new Backoff(
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(60),
                                    new SplittableRandom(1)),
                            clock,
                            clock::pass),
                    DAY,
                    clock);

    private Outcome answer(SinkRecord record) {
        attempts.add(record.kafkaOffset());
        clock.pass(perAttempt);
        return script.isEmpty() ? DELIVERED : script.poll();
    }

    @Test
    void sendsWhatWasDeliveredOfABatchNotAgainWhenTheBatchComesAgain() {
        List<SinkRecord> batch = records(3);
        script.addAll(List.of(DELIVERED, AWAY));

        assertThatThrownBy(() -> delivery.put(batch))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("nobody there");
        clock.pass(Duration.ofMinutes(1));
        delivery.put(batch);

        assertThat(attempts).containsExactly(0L, 1L, 1L, 2L);
        assertThat(context.waitsMs).hasSize(1);
    }

    @Test
    void losesNothingWhileTheTargetIsDownForAMinute() {
        List<SinkRecord> batch = records(100);
        clock.pass(Duration.ZERO);
        long downMs = 0;
        script.add(AWAY);
        while (downMs < 60_000) {
            assertThatThrownBy(() -> delivery.put(batch)).isInstanceOf(RetriableException.class);
            long waitMs = context.waitsMs.get(context.waitsMs.size() - 1);
            clock.pass(Duration.ofMillis(waitMs));
            downMs += waitMs;
            script.add(AWAY);
        }
        script.clear();
        attempts.clear();

        delivery.put(batch);

        assertThat(attempts).containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
        assertThat(context.rejected).isEmpty();
        assertThat(context.waitsMs).hasSizeLessThan(15); // it does not hammer
    }

    @Test
    void rejectsOnlyTheOneRecordThatTheTargetRefuses() {
        List<SinkRecord> batch = records(100);
        for (int i = 0; i < 42; i++) {
            script.add(DELIVERED);
        }
        script.add(Outcome.refused(ErrorCode.UNREADABLE, "answered 422"));

        delivery.put(batch);
        delivery.flush();

        assertThat(context.rejected).extracting(SinkRecord::kafkaOffset).containsExactly(42L);
        assertThat(context.reasons).containsExactly("UNREADABLE: answered 422 (events-3@42)");
        assertThat(attempts).hasSize(100);
    }

    @Test
    void givesUpOnARecordThatATargetWhichAnswersFailsOnForTooLong() {
        List<SinkRecord> batch = records(2);
        script.add(BROKEN);
        assertThatThrownBy(() -> delivery.put(batch)).isInstanceOf(RetriableException.class);
        clock.pass(DAY);
        script.add(BROKEN);

        delivery.put(batch);

        assertThat(context.reasons)
                .containsExactly("UNAVAILABLE: answered 500, and so for PT24H (events-3@0)");
        assertThat(attempts).containsExactly(0L, 0L, 1L);
    }

    @Test
    void waitsWithoutEndForATargetThatCannotBeReached() {
        script.add(AWAY);
        assertThatThrownBy(() -> delivery.put(records(1))).isInstanceOf(RetriableException.class);
        clock.pass(DAY.multipliedBy(30));
        script.add(AWAY);

        assertThatThrownBy(() -> delivery.put(records(1))).isInstanceOf(RetriableException.class);

        assertThat(context.rejected).isEmpty();
    }

    @Test
    void handsTheWorkerBackItsThreadWhenTheTargetIsSlow() {
        List<SinkRecord> batch = records(200);
        perAttempt = Duration.ofSeconds(1);

        assertThatThrownBy(() -> delivery.put(batch))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("slow");
        int first = attempts.size();
        assertThatThrownBy(() -> delivery.put(batch)).isInstanceOf(RetriableException.class);
        assertThatThrownBy(() -> delivery.put(batch)).isInstanceOf(RetriableException.class);
        delivery.put(batch);

        assertThat(first).isEqualTo(61);
        assertThat(attempts).containsExactlyElementsOf(LongStream.range(0, 200).boxed().toList());
        assertThat(context.waitsMs).containsOnly(0L);
    }

    @Test
    void leavesTheTargetAloneHoweverOftenConnectComesBefore() {
        for (int i = 0; i < 6; i++) {
            script.add(AWAY);
            clock.pass(Duration.ofMinutes(1));
            assertThatThrownBy(() -> delivery.put(records(1)))
                    .isInstanceOf(RetriableException.class);
        }
        java.time.Instant failed = clock.instant();

        for (int i = 0; i < 7; i++) {
            assertThatThrownBy(() -> delivery.put(records(1)))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining("nobody there");
        }

        assertThat(attempts).hasSize(6);
        assertThat(Duration.between(failed, clock.instant()))
                .isEqualTo(Patience.LONGEST_PAUSE.multipliedBy(7));
    }

    @Test
    void sendsAgainWhatConnectRewindsTo() {
        delivery.put(records(2));

        delivery.put(records(2));

        assertThat(attempts).containsExactly(0L, 1L, 0L, 1L);
    }

    private static List<SinkRecord> records(int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> Records.of(i, event("e" + i, 1, i, i + 1, "x")))
                .toList();
    }
}

package io.watchword.sinks.connect;

import static io.watchword.sinks.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.ErrorCode;
import io.watchword.sinks.delivery.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task whose target does as it is told. */
class ServerSinkTaskTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Outcome DELIVERED = Outcome.delivered();
    private static final Outcome AWAY = Outcome.unreachable("nobody there");
    private static final Outcome BROKEN = new Outcome.Later("answered 500", Optional.empty(), true);

    private final ManualClock clock = new ManualClock();
    private final ScriptedContext context = new ScriptedContext(true);
    private final List<Long> attempts = new ArrayList<>();
    private final Deque<Outcome> script = new ArrayDeque<>();
    private final ScriptedTask task = new ScriptedTask(clock);
    private boolean away;
    private Duration perAttempt = Duration.ZERO;

    private final class ScriptedTask extends ServerSinkTask {
        ScriptedTask(InstantSource clock) {
            super(Retries.define(new ConfigDef()), clock);
        }

        @Override
        Target target(AbstractConfig settings, InstantSource source) {
            return new OneByOne(ServerSinkTaskTest.this::answer, () -> {}, DAY, source);
        }
    }

    private Outcome answer(SinkRecord record) {
        attempts.add(record.kafkaOffset());
        clock.pass(perAttempt);
        return away ? AWAY : script.isEmpty() ? DELIVERED : script.poll();
    }

    @BeforeEach
    void start() {
        task.initialize(context);
        task.start(Map.of("name", "alerts"));
    }

    @Test
    void goesOnWhereItWasAndCommitsNoFurther() {
        List<SinkRecord> batch = records(3);
        script.addAll(List.of(DELIVERED, AWAY));

        task.put(batch);
        assertThat(Records.committed(task, batch)).isEqualTo(1);
        clock.pass(Duration.ofSeconds(1));
        task.put(List.of());

        assertThat(attempts).containsExactly(0L, 1L, 1L, 2L);
        assertThat(Records.committed(task, batch)).isEqualTo(3);
    }

    @Test
    void asksForNoMoreRecordsWhileSomeWait() {
        script.add(AWAY);
        task.put(records(1));
        assertThat(context.paused).isEqualTo(context.assigned);

        context.assigned.add(new TopicPartition("events", 7)); // from another worker
        task.put(List.of());
        assertThat(context.paused).isEqualTo(context.assigned);
        clock.pass(Duration.ofSeconds(1));
        task.put(List.of());

        assertThat(context.paused).isEmpty();
    }

    @Test
    void losesNothingWhileTheTargetIsDownForAMinute() {
        List<SinkRecord> batch = records(100);
        away = true;
        task.put(batch);
        for (int i = 0; i < 200; i++) {
            clock.pass(Duration.ofMillis(300)); // as often as Connect comes
            task.put(List.of());
            assertThat(Records.committed(task, batch)).isZero();
        }
        assertThat(attempts).hasSizeBetween(5, 15); // it does not hammer
        away = false;
        attempts.clear();

        clock.pass(Duration.ofMinutes(1));
        task.put(List.of());

        assertThat(attempts).containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
        assertThat(context.rejected).isEmpty();
    }

    @Test
    void asksToBeCalledWhenTheWaitIsOver() {
        script.add(AWAY);
        task.put(records(1));
        clock.pass(Duration.ofMillis(100));
        task.put(List.of());

        assertThat(context.waitsMs).hasSize(2);
        assertThat(context.waitsMs.get(0)).isBetween(500L, 1_000L);
        assertThat(context.waitsMs.get(1)).isEqualTo(context.waitsMs.get(0) - 100);
        assertThat(attempts).hasSize(1);
    }

    @Test
    void rejectsOnlyTheOneRecordThatTheTargetRefuses() {
        List<SinkRecord> batch = records(100);
        for (int i = 0; i < 42; i++) {
            script.add(DELIVERED);
        }
        script.add(Outcome.refused(ErrorCode.UNREADABLE, "answered 422"));

        task.put(batch);

        assertThat(Records.committed(task, batch)).isEqualTo(100);
        assertThat(context.rejected).extracting(SinkRecord::kafkaOffset).containsExactly(42L);
        assertThat(context.reasons).containsExactly("UNREADABLE: answered 422 (events-3@42)");
        assertThat(attempts).hasSize(100);
    }

    @Test
    void givesUpOnARecordThatATargetWhichAnswersFailsOnForTooLong() {
        script.add(BROKEN);
        task.put(records(2));
        assertThat(context.reasons).isEmpty();
        clock.pass(DAY);
        script.add(BROKEN);

        task.put(List.of());

        assertThat(context.reasons)
                .containsExactly("UNAVAILABLE: answered 500, and so for PT24H (events-3@0)");
        assertThat(attempts).containsExactly(0L, 0L, 1L);
    }

    @Test
    void waitsWithoutEndForATargetThatCannotBeReached() {
        away = true;
        task.put(records(1));
        clock.pass(DAY.multipliedBy(30));

        task.put(List.of());

        assertThat(attempts).hasSize(2);
        assertThat(context.rejected).isEmpty();
        assertThat(Records.committed(task, records(1))).isZero();
    }

    @Test
    void handsTheWorkerBackItsThreadWhenTheTargetIsSlow() {
        List<SinkRecord> batch = records(12);
        perAttempt = Duration.ofSeconds(1);

        task.put(batch);
        assertThat(attempts).hasSize(5);
        assertThat(Records.committed(task, batch)).isEqualTo(5);
        assertThat(context.paused).isNotEmpty();
        task.put(List.of());
        task.put(List.of());

        assertThat(attempts).containsExactlyElementsOf(LongStream.range(0, 12).boxed().toList());
        assertThat(context.waitsMs).containsOnly(1L);
        assertThat(context.paused).isEmpty();
    }

    @Test
    void leavesRecordsOfPartitionsThatGoToWhoeverHasThemNext() {
        away = true;
        task.put(records(3));
        away = false;

        task.close(context.assigned);
        clock.pass(Duration.ofMinutes(1));
        task.put(List.of());

        assertThat(attempts).containsExactly(0L);
        assertThat(context.paused).isEmpty();
    }

    @Test
    void takesAgainWhatConnectRewindsToWhenADeadLetterDidNotArrive() {
        context.deadLetterTopicIsDown = true;
        script.addAll(List.of(Outcome.refused(ErrorCode.UNREADABLE, "answered 422"), AWAY));
        List<SinkRecord> batch = records(2);
        task.put(batch);
        assertThatThrownBy(() -> task.preCommit(Records.after(batch)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("dead-letter");

        clock.pass(Duration.ofMinutes(1));
        task.put(batch);

        assertThat(attempts).containsExactly(0L, 1L, 0L, 1L);
        assertThat(Records.committed(task, batch)).isEqualTo(2);
    }

    private static List<SinkRecord> records(int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> Records.of(i, event("e" + i, 1, i, i + 1, "x")))
                .toList();
    }
}

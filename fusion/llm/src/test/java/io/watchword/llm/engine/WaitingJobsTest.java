package io.watchword.llm.engine;

import static io.watchword.llm.engine.Priority.ASK;
import static io.watchword.llm.engine.Priority.BACKFILL;
import static io.watchword.llm.engine.Priority.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingJobsTest {
    private static final long AGEING_NS = 100;

    private final WaitingJobs waiting = new WaitingJobs(4, AGEING_NS);

    private FakeJob offer(Priority priority, long nowNs) {
        FakeJob job = new FakeJob(priority, 1, 1);
        assertThat(waiting.offer(job, nowNs)).isEmpty();
        return job;
    }

    private List<Job> takeAll(long nowNs) {
        List<Job> taken = new ArrayList<>();
        for (Optional<WaitingJobs.Waiting> next = waiting.take(nowNs);
                next.isPresent();
                next = waiting.take(nowNs)) {
            taken.add(next.get().job());
        }
        return taken;
    }

    @Test
    void whatHappensNowGoesBeforeQuestionsAndThoseBeforeBackfill() {
        FakeJob backfill = offer(BACKFILL, 0);
        FakeJob ask = offer(ASK, 0);
        FakeJob first = offer(LIVE, 0);
        FakeJob second = offer(LIVE, 0);

        List<Job> taken = takeAll(1);

        assertThat(taken).containsExactly(first, second, ask, backfill);
    }

    @Test
    void aJobThatHasWaitedLongGoesBeforeMoreImportantOnesThatHaveNot() {
        FakeJob backfill = offer(BACKFILL, 0);
        FakeJob early = offer(LIVE, 2 * AGEING_NS - 1);
        FakeJob late = offer(LIVE, 2 * AGEING_NS + 1);

        List<Job> taken = takeAll(2 * AGEING_NS + 2);

        assertThat(taken).containsExactly(early, backfill, late);
    }

    @Test
    void aFullQueueRefusesAndAJobGivenUpMakesRoom() {
        FakeJob givenUp = offer(LIVE, 0);
        for (int i = 0; i < 3; i++) {
            offer(LIVE, 0);
        }

        Optional<Ending.Refused> full = waiting.offer(FakeJob.live(1, 1), 0);
        givenUp.leave();
        List<Job> abandoned = waiting.takeAbandoned();
        Optional<Ending.Refused> room = waiting.offer(FakeJob.live(1, 1), 0);

        assertThat(full.orElseThrow().code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(abandoned).containsExactly(givenUp);
        assertThat(room).isEmpty();
    }

    @Test
    void aClosedQueueGivesBackWhatWaitedAndTakesNoMore() {
        FakeJob waited = offer(LIVE, 0);

        List<Job> left = waiting.close();

        assertThat(left).containsExactly(waited);
        assertThat(waiting.offer(FakeJob.live(1, 1), 0).orElseThrow().code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(waiting.take(0)).isEmpty();
    }
}

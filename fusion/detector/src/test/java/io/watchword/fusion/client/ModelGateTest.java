package io.watchword.fusion.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.TokenLedger;
import io.watchword.fusion.OutageConfig;
import io.watchword.fusion.describe.Description;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModelGateTest {
    private static final Description FAILED = refused(ErrorCode.UNAVAILABLE);
    private static final Description ANSWERED =
            new Description.Described(
                    "A car.", 0.5f, new TokenLedger(0, 0, 0, 0, 0, 0, 0), "tiny 1", "m", "p");

    private long nowNs = 7;
    private final ModelGate gate = new ModelGate("llm", OutageConfig.DEFAULT, () -> nowNs);

    private static Description refused(ErrorCode code) {
        return new Description.Refused(code, "");
    }

    private void call(int times, Description answer) {
        for (int i = 0; i < times; i++) {
            assertThat(gate.tryEnter()).isTrue();
            gate.leave(answer);
        }
    }

    private void pass(Duration time) {
        nowNs += time.toNanos();
    }

    @Test
    void closesTheWayAfterFiveFailuresInARow() {
        call(4, FAILED);
        call(1, ANSWERED);
        call(4, FAILED);

        ModelGate.State before = gate.state();
        call(1, FAILED);

        assertThat(before).isEqualTo(ModelGate.State.CLOSED);
        assertThat(gate.state()).isEqualTo(ModelGate.State.OPEN);
        assertThat(gate.tryEnter()).isFalse();
        assertThat(gate.calls()).isEqualTo(10);
        assertThat(gate.failures()).isEqualTo(9);
    }

    @Test
    void closesTheWayWhenHalfOfTwentyCallsFail() {
        for (int i = 0; i < 9; i++) {
            call(1, FAILED);
            call(1, ANSWERED);
        }
        call(1, ANSWERED);

        ModelGate.State before = gate.state();
        call(1, FAILED);

        assertThat(before).isEqualTo(ModelGate.State.CLOSED);
        assertThat(gate.state()).isEqualTo(ModelGate.State.OPEN);
    }

    @Test
    void letsOneCallTryTheModelAfterItsRest() {
        call(5, FAILED);

        pass(Duration.ofSeconds(14));
        boolean early = gate.tryEnter();
        pass(Duration.ofMillis(1001));
        boolean first = gate.tryEnter();
        boolean second = gate.tryEnter();

        assertThat(early).isFalse();
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(gate.state()).isEqualTo(ModelGate.State.HALF_OPEN);
    }

    @Test
    void opensTheWayWhenTheTryIsAnswered() {
        call(5, FAILED);
        pass(Duration.ofSeconds(16));

        call(1, ANSWERED);
        call(4, FAILED);

        assertThat(gate.state()).isEqualTo(ModelGate.State.CLOSED);
    }

    @Test
    void restsAgainWhenTheTryFails() {
        call(5, FAILED);
        pass(Duration.ofSeconds(16));

        call(1, FAILED);

        assertThat(gate.state()).isEqualTo(ModelGate.State.OPEN);
        assertThat(gate.tryEnter()).isFalse();
        pass(Duration.ofSeconds(16));
        assertThat(gate.tryEnter()).isTrue();
    }

    @Test
    void answersThatCameAfterTheWayWasClosedChangeNothing() {
        for (int i = 0; i < 8; i++) {
            assertThat(gate.tryEnter()).isTrue();
        }

        for (int i = 0; i < 8; i++) {
            gate.leave(FAILED);
        }

        assertThat(gate.state()).isEqualTo(ModelGate.State.OPEN);
        pass(Duration.ofSeconds(16));
        assertThat(gate.tryEnter()).isTrue();
    }

    @Test
    void aQuestionThatTheModelRefusesIsNotItsFailure() {
        call(40, refused(ErrorCode.INVALID_RECORD));
        call(40, refused(ErrorCode.MODEL_MISMATCH));

        assertThat(gate.state()).isEqualTo(ModelGate.State.CLOSED);
        assertThat(gate.failures()).isZero();
    }

    @Test
    void aTryThatIsGivenUpLeavesTheWayForAnother() {
        call(5, FAILED);
        pass(Duration.ofSeconds(16));
        assertThat(gate.tryEnter()).isTrue();

        gate.giveUp();

        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.failures()).isEqualTo(5);
    }

    @Test
    void garbageSilenceAndOverloadAreFailures() {
        call(1, refused(ErrorCode.INVALID_OUTPUT));
        call(1, refused(ErrorCode.DEADLINE_EXCEEDED));
        call(1, refused(ErrorCode.OVERLOADED));
        call(1, refused(ErrorCode.UNREADABLE));
        call(1, FAILED);

        assertThat(gate.state()).isEqualTo(ModelGate.State.OPEN);
    }

    @Test
    void allWhoAskOneModelShareAGateUntilTheLastIsDone() {
        SharedGate.Lease one = new SharedGate("llm", OutageConfig.DEFAULT).acquire();
        SharedGate.Lease other = new SharedGate("llm", OutageConfig.DEFAULT).acquire();
        ModelGate shared = one.gate();
        boolean same = other.gate() == shared;

        one.close();
        one.close();
        SharedGate.Lease third = new SharedGate("llm", OutageConfig.DEFAULT).acquire();
        boolean still = third.gate() == shared;
        other.close();
        third.close();

        assertThat(same).isTrue();
        assertThat(still).isTrue();
        try (SharedGate.Lease later = new SharedGate("llm", OutageConfig.DEFAULT).acquire()) {
            assertThat(later.gate()).isNotSameAs(shared);
        }
    }
}

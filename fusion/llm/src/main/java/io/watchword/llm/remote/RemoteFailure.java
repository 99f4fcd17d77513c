package io.watchword.llm.remote;

import io.watchword.contract.ErrorCode;
import io.watchword.llm.decode.Refusal;
import java.time.Duration;

/** Why one attempt gave no answer. Never leaves this package. */
@SuppressWarnings("serial") // never serialised
final class RemoteFailure extends Exception {
    private final Refusal refusal;
    private final boolean retryable;
    private final Duration retryAfter;

    private RemoteFailure(Refusal refusal, boolean retryable, Duration retryAfter) {
        super(refusal.code() + ": " + refusal.detail(), null, false, false);
        this.refusal = refusal;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
    }

    static RemoteFailure lasting(ErrorCode code, String detail) {
        return new RemoteFailure(new Refusal(code, detail), false, Duration.ZERO);
    }

    /**
     * @param retryAfter what the server asks us to wait; zero if it says nothing
     */
    static RemoteFailure passing(ErrorCode code, String detail, Duration retryAfter) {
        return new RemoteFailure(new Refusal(code, detail), true, retryAfter);
    }

    Refusal refusal() {
        return refusal;
    }

    /** Whether the same request may be answered if it is sent again soon. */
    boolean retryable() {
        return retryable;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}

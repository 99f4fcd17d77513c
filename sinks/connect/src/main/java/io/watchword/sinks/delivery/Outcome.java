package io.watchword.sinks.delivery;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** What became of one attempt to hand something to a target. */
public sealed interface Outcome {
    /** The target has it. */
    record Delivered() implements Outcome {}

    /** The target will never take it. */
    record Refused(ErrorCode code, String detail) implements Outcome {
        public Refused {
            requireNonNull(code, "code is null");
            requireNonNull(detail, "detail is null");
        }
    }

    /**
     * Not now.
     *
     * @param after how long the target asks to be left alone
     * @param ofThisRecord whether the target answered and the record may be what it trips over;
     *     false while it cannot be reached or says that it is busy
     */
    record Later(String detail, Optional<Duration> after, boolean ofThisRecord) implements Outcome {
        public Later {
            requireNonNull(detail, "detail is null");
            requireNonNull(after, "after is null");
        }
    }

    static Outcome delivered() {
        return new Delivered();
    }

    static Outcome refused(ErrorCode code, String detail) {
        return new Refused(code, detail);
    }

    static Outcome unreachable(String detail) {
        return new Later(detail, Optional.empty(), false);
    }
}

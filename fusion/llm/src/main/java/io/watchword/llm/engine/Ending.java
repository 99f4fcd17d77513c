package io.watchword.llm.engine;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.ErrorCode;

/** How a job ended. */
public sealed interface Ending {
    /** Each of its strands ended by itself. */
    record Finished() implements Ending {}

    /** Nobody waits for it any more. */
    record Abandoned() implements Ending {}

    /** It was never begun, or not let finish. */
    record Refused(ErrorCode code, String detail) implements Ending {
        public Refused {
            requireNonNull(code, "code is null");
            requireNonNull(detail, "detail is null");
        }
    }

    /** The engine, or the job itself, broke on it. */
    record Broken(Throwable cause) implements Ending {}
}

package io.watchword.view.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.watchword.view.feed.TooManyFollowers;
import io.watchword.view.timeline.TimelinesUnavailable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One answer to one call, or a status that says why there is none. */
public final class Answers {
    private static final Logger logger = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /** Answers with what is supplied. */
    public static <T> void one(StreamObserver<T> caller, Supplier<T> answer) {
        T message;
        try {
            message = answer.get();
        } catch (RuntimeException e) {
            caller.onError(status(e).asRuntimeException());
            return;
        }
        caller.onNext(message);
        caller.onCompleted();
    }

    /** What a caller is told: nothing of faults that are ours, which the log has. */
    public static Status status(RuntimeException problem) {
        if (problem instanceof StatusRuntimeException already) {
            return already.getStatus();
        }
        if (problem instanceof IllegalArgumentException) {
            return Status.INVALID_ARGUMENT.withDescription(problem.getMessage());
        }
        if (problem instanceof TimelinesUnavailable) {
            return Status.UNAVAILABLE.withDescription(problem.getMessage());
        }
        if (problem instanceof TooManyFollowers) {
            return Status.RESOURCE_EXHAUSTED.withDescription(problem.getMessage());
        }
        logger.atError().setCause(problem).log("a call broke");
        return Status.INTERNAL.withDescription("the view broke, its log says why");
    }
}

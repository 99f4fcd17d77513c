package io.watchword.llm.grpc;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.Context;
import io.grpc.Deadline;
import io.watchword.llm.decode.Caller;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who waits for a gRPC call: its context knows. */
final class GrpcCaller implements Caller {
    private final Context context;

    GrpcCaller(Context context) {
        this.context = requireNonNull(context, "context is null");
    }

    /** The deadline is asked too: the timer that cancels the context may come late under load. */
    @Override
    public boolean gone() {
        Deadline deadline = context.getDeadline();
        return context.isCancelled() || (deadline != null && deadline.isExpired());
    }

    @Override
    public OptionalLong remainingNs() {
        Deadline deadline = context.getDeadline();
        return deadline == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, deadline.timeRemaining(NANOSECONDS)));
    }

    @Override
    public Watch onGone(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        Context.CancellationListener listener =
                cancelled -> {
                    if (done.compareAndSet(false, true)) {
                        action.run();
                    }
                };
        context.addListener(listener, Runnable::run);
        return () -> context.removeListener(listener);
    }
}

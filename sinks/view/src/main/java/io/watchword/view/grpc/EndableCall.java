package io.watchword.view.grpc;

import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.watchword.view.access.Admission;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that another thread may end while its service sends. Sending and ending take turns; what
 * the service sends after the end goes nowhere, and it is told that its caller has gone.
 */
final class EndableCall<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {
    private final Admission admission;
    private final Consumer<EndableCall<?, ?>> over;
    private final AtomicBoolean left = new AtomicBoolean();
    private ServerCall.@Nullable Listener<Q> service; // guarded by this
    private boolean closed; // guarded by this

    /**
     * @param over told once, when the call has ended in whatever way
     */
    EndableCall(ServerCall<Q, A> call, Admission admission, Consumer<EndableCall<?, ?>> over) {
        super(call);
        this.admission = admission;
        this.over = over;
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!closed) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public synchronized void sendMessage(A message) {
        if (!closed) {
            super.sendMessage(message);
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            super.close(status, trailers);
        }
        leave();
    }

    private void leave() {
        if (left.compareAndSet(false, true)) {
            admission.leaveFeed();
            over.accept(this);
        }
    }

    void endUnlessAdmitted() {
        if (admission.holds()) {
            return;
        }
        close(
                Status.UNAUTHENTICATED.withDescription("the right to this call has ended"),
                new Metadata());
        ServerCall.Listener<Q> told;
        synchronized (this) {
            told = service;
        }
        if (told != null) {
            told.onCancel(); // as if the caller had gone
        }
    }

    /** What the transport tells the service. */
    ServerCall.Listener<Q> listening(ServerCall.Listener<Q> listener) {
        synchronized (this) {
            service = listener;
        }
        return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                leave();
                super.onCancel();
            }

            @Override
            public void onComplete() {
                leave();
                super.onComplete();
            }
        };
    }
}

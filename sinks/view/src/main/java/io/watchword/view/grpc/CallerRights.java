package io.watchword.view.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.watchword.view.access.Rights;

/**
 * What the caller of a service may see: an interceptor of the server finds it out, a service asks
 * {@link #now()}.
 */
public final class CallerRights {
    private static final Context.Key<Rights> KEY = Context.key("rights");

    private CallerRights() {}

    /**
     * Of the caller of the running call. To be asked in the thread that takes the call, before any
     * other gets to work.
     *
     * @throws io.grpc.StatusRuntimeException UNAUTHENTICATED if nobody found out
     */
    public static Rights now() {
        Rights rights = KEY.get();
        if (rights == null) {
            throw Status.UNAUTHENTICATED
                    .withDescription("nobody says who calls")
                    .asRuntimeException();
        }
        return rights;
    }

    /** In which {@link #now} gives these. */
    static Context with(Rights rights) {
        return Context.current().withValue(KEY, rights);
    }

    /** Gives every caller the same rights: for a server that only this machine reaches. */
    public static ServerInterceptor always(Rights rights) {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                return Contexts.interceptCall(with(rights), call, headers, next);
            }
        };
    }
}

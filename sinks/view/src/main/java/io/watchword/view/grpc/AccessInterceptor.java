package io.watchword.view.grpc;

import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.watchword.view.access.AccessControl;
import io.watchword.view.access.Admission;
import io.watchword.view.access.Deed;
import io.watchword.view.access.Need;
import io.watchword.view.access.Refused;
import io.watchword.view.access.Rights;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets calls in by the same rules as HTTP: a token in {@code authorization}, and of other instances
 * the secret they share in {@code watchword-peer}. Once a second it ends the calls that stay open
 * whose right has ended. Owns the thread that does so.
 */
public final class AccessInterceptor implements ServerInterceptor, AutoCloseable {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> PEER =
            Metadata.Key.of("watchword-peer", Metadata.ASCII_STRING_MARSHALLER);

    private static final Logger logger = LoggerFactory.getLogger(AccessInterceptor.class);
    private static final String BEARER = "Bearer ";

    private final AccessControl control;
    private final Set<EndableCall<?, ?>> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "view-grpc-access");
                        thread.setDaemon(true);
                        return thread;
                    });

    private AccessInterceptor(AccessControl control) {
        this.control = control;
    }

    public static AccessInterceptor start(AccessControl control) {
        AccessInterceptor started = new AccessInterceptor(control);
        ScheduledFuture<?> unused =
                started.ticker.scheduleWithFixedDelay(started::endOthers, 1, 1, TimeUnit.SECONDS);
        return started;
    }

    private void endOthers() {
        try {
            open.forEach(EndableCall::endUnlessAdmitted);
        } catch (RuntimeException e) { // the ticker would end
            logger.atWarn().setCause(e).log("an open call could not be ended");
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Admission admission;
        try {
            admission = admit(call, headers);
        } catch (Refused e) {
            call.close(status(e), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        if (call.getMethodDescriptor().getType().serverSendsOneMessage()) {
            return Contexts.interceptCall(
                    CallerRights.with(admission.rights()), call, headers, next);
        }
        if (!admission.enterFeed()) {
            call.close(
                    Status.RESOURCE_EXHAUSTED.withDescription("you follow as often as is allowed"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        EndableCall<Q, A> endable = new EndableCall<>(call, admission, open::remove);
        open.add(endable);
        return endable.listening(
                Contexts.interceptCall(
                        CallerRights.with(admission.rights()), endable, headers, next));
    }

    private Admission admit(ServerCall<?, ?> call, Metadata headers) {
        MethodDescriptor<?, ?> method = call.getMethodDescriptor();
        Need need =
                GrpcRules.of(method)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Refused.Reason.NOT_ALLOWED,
                                                "no rule says who may call this"));
        Deed deed =
                new Deed(
                        method.getFullMethodName(),
                        "",
                        from(call),
                        GrpcRules.isNoted(method, need));
        if (need == Need.OPEN) {
            return Admission.always(Rights.NONE);
        }
        if (need == Need.PEER) {
            return control.admitPeer(Optional.ofNullable(headers.get(PEER)).orElse(""), deed);
        }
        String shown = Optional.ofNullable(headers.get(AUTHORIZATION)).orElse("");
        if (!shown.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw control.nobody(deed);
        }
        return control.admit(
                control.bearer(shown.substring(BEARER.length()).strip(), deed), need, deed);
    }

    /** Without the port, which is another for each connection. */
    private static String from(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
                        instanceof java.net.InetSocketAddress address
                ? address.getHostString()
                : "";
    }

    private static Status status(Refused refused) {
        Status status =
                switch (refused.reason()) {
                    case UNKNOWN_CALLER -> Status.UNAUTHENTICATED;
                    case NOT_ALLOWED -> Status.PERMISSION_DENIED;
                    case TOO_MUCH -> Status.RESOURCE_EXHAUSTED;
                    case UNDECIDED -> Status.UNAVAILABLE;
                };
        return status.withDescription(refused.text());
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}

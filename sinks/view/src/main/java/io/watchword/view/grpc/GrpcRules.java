package io.watchword.view.grpc;

import static java.util.Map.entry;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.watchword.proto.v1.SearchGrpc;
import io.watchword.proto.v1.StreamsGrpc;
import io.watchword.proto.v1.SubscriptionsGrpc;
import io.watchword.proto.v1.ViewPeersGrpc;
import io.watchword.view.access.Need;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each call takes: one rule a method. A method without one is not served. */
public final class GrpcRules {
    private static final Map<String, Need> NEEDS =
            Map.ofEntries(
                    rule(StreamsGrpc.getListStreamsMethod(), Need.READ),
                    rule(StreamsGrpc.getListEventsMethod(), Need.READ),
                    rule(StreamsGrpc.getGetEventMethod(), Need.READ),
                    rule(StreamsGrpc.getFollowEventsMethod(), Need.READ),
                    rule(SearchGrpc.getFindMethod(), Need.SEARCH),
                    rule(SearchGrpc.getRebuildMethod(), Need.ADMIN),
                    rule(SubscriptionsGrpc.getAddMethod(), Need.SUBSCRIBE),
                    rule(SubscriptionsGrpc.getAddAllMethod(), Need.SUBSCRIBE),
                    rule(SubscriptionsGrpc.getRemoveMethod(), Need.SUBSCRIBE),
                    rule(SubscriptionsGrpc.getListMethod(), Need.SUBSCRIBE),
                    rule(SubscriptionsGrpc.getPreviewMethod(), Need.SUBSCRIBE),
                    rule(SubscriptionsGrpc.getSubscribeMethod(), Need.SUBSCRIBE),
                    rule(ViewPeersGrpc.getPeerStreamsMethod(), Need.PEER),
                    rule(ViewPeersGrpc.getPeerEventsMethod(), Need.PEER),
                    rule(ViewPeersGrpc.getPeerEventMethod(), Need.PEER),
                    rule(HealthGrpc.getCheckMethod(), Need.OPEN),
                    rule(HealthGrpc.getWatchMethod(), Need.READ), // it stays open
                    rule(ServerReflectionGrpc.getServerReflectionInfoMethod(), Need.READ));

    private GrpcRules() {}

    private static Map.Entry<String, Need> rule(MethodDescriptor<?, ?> method, Need need) {
        return entry(method.getFullMethodName(), need);
    }

    /** Empty for a method that nobody thought of: then nobody may call it. */
    static Optional<Need> of(MethodDescriptor<?, ?> method) {
        return of(method.getFullMethodName());
    }

    static Optional<Need> of(String fullMethodName) {
        return Optional.ofNullable(NEEDS.get(fullMethodName));
    }

    /** Whether the audit log has it: what changes or looks for something, or stays open. */
    static boolean isNoted(MethodDescriptor<?, ?> method, Need need) {
        return switch (need) {
            case OPEN, METRICS, PEER -> false;
            case READ -> !method.getType().serverSendsOneMessage();
            case SEARCH, ASK, SUBSCRIBE, ADMIN -> true;
        };
    }

    /** Methods of services that have no rule. */
    static List<String> missing(Collection<ServerServiceDefinition> services) {
        return services.stream()
                .flatMap(service -> service.getMethods().stream())
                .map(method -> method.getMethodDescriptor())
                .filter(method -> of(method).isEmpty())
                .map(MethodDescriptor::getFullMethodName)
                .sorted()
                .toList();
    }
}

package io.watchword.view.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.watchword.proto.v1.FindRequest;
import io.watchword.proto.v1.FollowEventsRequest;
import io.watchword.proto.v1.GetEventRequest;
import io.watchword.proto.v1.ListStreamsRequest;
import io.watchword.proto.v1.SearchGrpc;
import io.watchword.proto.v1.StreamsGrpc;
import io.watchword.proto.v1.SubscriptionsGrpc;
import io.watchword.proto.v1.ViewPeersGrpc;
import io.watchword.view.ViewConfig.GrpcConfig;
import io.watchword.view.access.Need;
import io.watchword.view.access.Tenants;
import io.watchword.view.http.InMemoryView;
import io.watchword.view.http.Samples;
import io.watchword.view.http.ViewParts;
import io.watchword.view.subscribe.grpc.SubscriptionsService;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every method, with credentials of every kind. The methods are those of the protos. */
@Timeout(120)
class GrpcAccessTest {
    /** Who may do what: a new method must be thought about here too. */
    private static final Map<String, Need> POLICY =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("watchword.v1.Streams/ListStreams", Need.READ),
                            Map.entry("watchword.v1.Streams/ListEvents", Need.READ),
                            Map.entry("watchword.v1.Streams/GetEvent", Need.READ),
                            Map.entry("watchword.v1.Streams/FollowEvents", Need.READ),
                            Map.entry("watchword.v1.Search/Find", Need.SEARCH),
                            Map.entry("watchword.v1.Search/Rebuild", Need.ADMIN),
                            Map.entry("watchword.v1.Subscriptions/Add", Need.SUBSCRIBE),
                            Map.entry("watchword.v1.Subscriptions/AddAll", Need.SUBSCRIBE),
                            Map.entry("watchword.v1.Subscriptions/Remove", Need.SUBSCRIBE),
                            Map.entry("watchword.v1.Subscriptions/List", Need.SUBSCRIBE),
                            Map.entry("watchword.v1.Subscriptions/Preview", Need.SUBSCRIBE),
                            Map.entry("watchword.v1.Subscriptions/Subscribe", Need.SUBSCRIBE),
                            Map.entry("watchword.v1.ViewPeers/PeerStreams", Need.PEER),
                            Map.entry("watchword.v1.ViewPeers/PeerEvents", Need.PEER),
                            Map.entry("watchword.v1.ViewPeers/PeerEvent", Need.PEER)));

    private static final String SAID = "A van stops.";

    private final Tenants tenants = new Tenants();
    private final InMemoryView view = new InMemoryView();

    @SuppressWarnings("NullAway.Init") // by JUnit
    private AccessInterceptor access;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private ViewGrpcServer server;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private ManagedChannel channel;

    @BeforeEach
    void start() {
        view.streams.add("yard");
        view.add(Samples.entry(1, "yard", SAID, "vehicle"));
        access = AccessInterceptor.start(tenants.control);
        server = ViewGrpcServer.start(GrpcConfig.DEFAULT, access, services());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.close();
        access.close();
    }

    private List<BindableService> services() {
        ViewParts parts = view.parts();
        return List.of(
                new StreamsService(view, view.feed()),
                new PeersService(new OwnTimelines(view)),
                new SearchService(view, () -> 1),
                new SubscriptionsService(parts.subscriptions(), Clock.systemUTC()));
    }

    private static Iterable<ServerMethodDefinition<?, ?>> methods(List<BindableService> services) {
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        services.forEach(service -> methods.addAll(service.bindService().getMethods()));
        return methods;
    }

    /** How a call ended, and what came. */
    private record Told(Status.Code code, String messages) {}

    private <Q, A> Told call(
            io.grpc.MethodDescriptor<Q, A> method, Q request, Map<String, String> headers) {
        boolean endless = !method.getType().serverSendsOneMessage();
        ClientCall<Q, A> call =
                channel.newCall(
                        method,
                        CallOptions.DEFAULT.withDeadlineAfter(
                                endless ? 400 : 20_000, TimeUnit.MILLISECONDS));
        Metadata metadata = new Metadata();
        headers.forEach(
                (name, value) ->
                        metadata.put(
                                Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        CompletableFuture<Told> told = new CompletableFuture<>();
        StringBuilder messages = new StringBuilder(); // by one thread at a time, see ClientCall
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(A message) {
                        messages.append(message);
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        messages.append(status.getDescription());
                        told.complete(new Told(status.getCode(), messages.toString()));
                    }
                },
                metadata);
        call.request(1);
        call.sendMessage(request);
        call.halfClose();
        try {
            return told.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private <Q, A> Told call(ServerMethodDefinition<Q, A> definition, Map<String, String> headers) {
        io.grpc.MethodDescriptor<Q, A> method = definition.getMethodDescriptor();
        Object prototype =
                ((io.grpc.MethodDescriptor.PrototypeMarshaller<?>) method.getRequestMarshaller())
                        .getMessagePrototype();
        Object request =
                switch (method.getFullMethodName()) {
                    case "watchword.v1.Streams/GetEvent" ->
                            GetEventRequest.newBuilder().setEventId(Samples.id(1)).build();
                    case "watchword.v1.Streams/FollowEvents" ->
                            FollowEventsRequest.newBuilder().setResumeToken("0-0").build();
                    case "watchword.v1.Search/Find" ->
                            FindRequest.newBuilder().setText("van").build();
                    default -> requireSome(prototype);
                };
        return call(method, (Q) request, headers);
    }

    private static Object requireSome(@org.jspecify.annotations.Nullable Object prototype) {
        assertThat(prototype).isNotNull();
        return java.util.Objects.requireNonNull(prototype);
    }

    private static Map<String, String> bearer(Optional<String> credential) {
        return credential.map(shown -> Map.of("authorization", shown)).orElse(Map.of());
    }

    private Map<String, String> token(String name, List<String> scopes) {
        return Map.of(
                "authorization", "Bearer " + tenants.give(name, scopes.toArray(String[]::new)));
    }

    private static List<String> others(Need need) {
        List<String> scopes =
                new ArrayList<>(List.of("search", "ask", "subscribe", "admin", "metrics"));
        scopes.remove(need.name().toLowerCase(Locale.ROOT));
        return scopes;
    }

    @Test
    void everyMethodOfTheProtosHasARule() {
        Map<String, Need> found = new TreeMap<>();
        for (io.grpc.ServiceDescriptor service :
                List.of(
                        StreamsGrpc.getServiceDescriptor(),
                        SearchGrpc.getServiceDescriptor(),
                        SubscriptionsGrpc.getServiceDescriptor(),
                        ViewPeersGrpc.getServiceDescriptor())) {
            FileDescriptor file =
                    ((io.grpc.protobuf.ProtoFileDescriptorSupplier)
                                    requireSome(service.getSchemaDescriptor()))
                            .getFileDescriptor();
            for (ServiceDescriptor declared : file.getServices()) {
                for (MethodDescriptor method : declared.getMethods()) {
                    String name = declared.getFullName() + "/" + method.getName();
                    assertThat(GrpcRules.of(name)).as(name).isPresent();
                    found.put(name, GrpcRules.of(name).orElseThrow());
                }
            }
        }
        assertThat(found).isEqualTo(POLICY);
        TreeSet<String> served = new TreeSet<>();
        methods(services())
                .forEach(method -> served.add(method.getMethodDescriptor().getFullMethodName()));
        assertThat(served).isEqualTo(POLICY.keySet());
    }

    @Test
    void aMethodWithoutARuleIsNotServed() {
        io.grpc.MethodDescriptor<ListStreamsRequest, ?> planted =
                StreamsGrpc.getListStreamsMethod().toBuilder()
                        .setFullMethodName("watchword.v1.Planted/Forgotten")
                        .setSchemaDescriptor(null)
                        .build();
        BindableService service =
                () ->
                        ServerServiceDefinition.builder("watchword.v1.Planted")
                                .addMethod(
                                        planted,
                                        (call, headers) -> new io.grpc.ServerCall.Listener<>() {})
                                .build();

        assertThatThrownBy(() -> ViewGrpcServer.start(GrpcConfig.DEFAULT, access, List.of(service)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no rule says who may call [watchword.v1.Planted/Forgotten]");
    }

    @Test
    void whatIsNoCredentialOpensNothing() {
        Map<String, Optional<String>> bad = tenants.bad();
        for (ServerMethodDefinition<?, ?> method : methods(services())) {
            bad.forEach(
                    (what, credential) -> {
                        Told told = call(method, bearer(credential));

                        assertThat(told.code())
                                .as("%s with %s", method.getMethodDescriptor(), what)
                                .isIn(Status.Code.UNAUTHENTICATED, Status.Code.RESOURCE_EXHAUSTED);
                    });
        }
    }

    @Test
    void anotherScopeDoesNotDo() {
        int number = 0;
        for (ServerMethodDefinition<?, ?> method : methods(services())) {
            Need need = GrpcRules.of(method.getMethodDescriptor()).orElseThrow();
            List<String> scopes = others(need);
            if (need != Need.READ) {
                scopes.add("read:*");
            }
            Told told = call(method, token("scope-" + number++, scopes));

            assertThat(told.code())
                    .as(method.getMethodDescriptor().getFullMethodName())
                    .isEqualTo(
                            need == Need.PEER
                                    ? Status.Code.UNAUTHENTICATED
                                    : Status.Code.PERMISSION_DENIED);
        }
    }

    @Test
    void anotherStreamsReaderSeesNothing() {
        List<String> scopes = others(Need.OPEN);
        scopes.add("read:stream:other");
        Map<String, String> headers = token("other", scopes);
        for (ServerMethodDefinition<?, ?> method : methods(services())) {
            assertThat(call(method, headers).messages())
                    .doesNotContain(SAID, "\"yard\"", "stream_id");
        }
    }

    @Test
    void theRightCredentialDoes() {
        List<String> scopes = others(Need.OPEN);
        scopes.add("read:stream:yard");
        Map<String, String> program = token("right", scopes);
        for (ServerMethodDefinition<?, ?> method : methods(services())) {
            Need need = GrpcRules.of(method.getMethodDescriptor()).orElseThrow();
            Map<String, String> headers =
                    need == Need.PEER ? Map.of("watchword-peer", "peers' secret") : program;

            // Rebuilding takes every stream beside; requests are the emptiest there are.
            assertThat(call(method, headers).code())
                    .as(method.getMethodDescriptor().getFullMethodName())
                    .isIn(
                            method.getMethodDescriptor().getFullMethodName().endsWith("/Rebuild")
                                    ? List.of(Status.Code.PERMISSION_DENIED)
                                    : List.of(
                                            Status.Code.OK,
                                            Status.Code.NOT_FOUND,
                                            Status.Code.INVALID_ARGUMENT,
                                            Status.Code.DEADLINE_EXCEEDED));
        }
        Map<String, String> person = Map.of("authorization", "Bearer " + tenants.jwt(same -> {}));
        assertThat(
                        call(
                                        SearchGrpc.getFindMethod(),
                                        FindRequest.newBuilder().setText("van").build(),
                                        person)
                                .messages())
                .contains(SAID);
        assertThat(
                        call(
                                        StreamsGrpc.getFollowEventsMethod(),
                                        FollowEventsRequest.newBuilder()
                                                .setResumeToken("0-0")
                                                .build(),
                                        program)
                                .messages())
                .contains(SAID);
    }

    @Test
    void aCallThatStaysOpenEndsSoonAfterItsTokenIsWithdrawn() throws Exception {
        Metadata headers = new Metadata();
        headers.put(AccessInterceptor.AUTHORIZATION, "Bearer " + tenants.give("wall", "read:*"));
        ClientCall<FollowEventsRequest, ?> call =
                channel.newCall(StreamsGrpc.getFollowEventsMethod(), CallOptions.DEFAULT);
        CountDownLatch first = new CountDownLatch(1);
        CompletableFuture<Status> end = new CompletableFuture<>();
        start(call, headers, first, end);
        call.sendMessage(FollowEventsRequest.newBuilder().setResumeToken("0-0").build());
        call.halfClose();
        assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
        long beganNs = System.nanoTime();
        tenants.withdraw("wall");

        assertThat(end.get().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(System.nanoTime() - beganNs).isLessThan(Duration.ofSeconds(30).toNanos());
        assertThat(view.followers()).isZero(); // nobody sends to it any more
    }

    private static <A> void start(
            ClientCall<FollowEventsRequest, A> call,
            Metadata headers,
            CountDownLatch first,
            CompletableFuture<Status> end) {
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(A message) {
                        first.countDown();
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status);
                    }
                },
                headers);
        call.request(10);
    }
}

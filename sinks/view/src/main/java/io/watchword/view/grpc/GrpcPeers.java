package io.watchword.view.grpc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.watchword.contract.Decoded;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.proto.v1.PeerEventRequest;
import io.watchword.proto.v1.PeerEventResponse;
import io.watchword.proto.v1.PeerEventsRequest;
import io.watchword.proto.v1.PeerEventsResponse;
import io.watchword.proto.v1.PeerStream;
import io.watchword.proto.v1.PeerStreamsRequest;
import io.watchword.proto.v1.RightsRecord;
import io.watchword.proto.v1.ViewPeersGrpc;
import io.watchword.proto.v1.ViewPeersGrpc.ViewPeersBlockingStub;
import io.watchword.view.access.Rights;
import io.watchword.view.timeline.EntryCodec;
import io.watchword.view.timeline.InstanceTimelines;
import io.watchword.view.timeline.Peers;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.TimelinesUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Asks other instances by gRPC. Owns a connection to each that it asked. Thread-safe. */
public final class GrpcPeers implements Peers, AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int MAX_MESSAGE_BYTES = 16 << 20;

    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
    private final Duration deadline;
    private final Optional<String> secret;
    private final Optional<Path> certificate;

    public GrpcPeers() {
        this(DEADLINE, Optional.empty(), Optional.empty());
    }

    /**
     * @param deadline of each answer
     */
    public GrpcPeers(Duration deadline) {
        this(deadline, Optional.empty(), Optional.empty());
    }

    /**
     * Of instances that let others in only by a secret.
     *
     * @param secret that they share
     * @param certificate PEM file with what they show over TLS; empty where they speak without
     */
    public GrpcPeers(Optional<String> secret, Optional<Path> certificate) {
        this(DEADLINE, secret, certificate);
    }

    private GrpcPeers(Duration deadline, Optional<String> secret, Optional<Path> certificate) {
        this.deadline = deadline;
        this.secret = secret;
        this.certificate = certificate;
    }

    @Override
    public InstanceTimelines at(String address) {
        return new Peer(address, channels.computeIfAbsent(address, this::connect), deadline);
    }

    private ManagedChannel connect(String address) {
        NettyChannelBuilder channel =
                NettyChannelBuilder.forTarget("dns:///" + address, credentials())
                        .maxInboundMessageSize(MAX_MESSAGE_BYTES);
        secret.ifPresent(
                known -> {
                    Metadata headers = new Metadata();
                    headers.put(AccessInterceptor.PEER, known);
                    channel.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
                });
        return channel.build();
    }

    private ChannelCredentials credentials() {
        if (certificate.isEmpty()) {
            return InsecureChannelCredentials.create();
        }
        try {
            return TlsChannelCredentials.newBuilder()
                    .trustManager(certificate.get().toFile())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }

    /** One other instance. */
    private record Peer(String address, ManagedChannel channel, Duration deadline)
            implements InstanceTimelines {
        @Override
        public List<StreamState> streams(Rights rights) {
            return ask(
                            stub ->
                                    stub.peerStreams(
                                            PeerStreamsRequest.newBuilder()
                                                    .setRights(of(rights))
                                                    .build()))
                    .getStreamsList()
                    .stream()
                    .map(Peer::stream)
                    .toList();
        }

        private static StreamState stream(PeerStream message) {
            return new StreamState(
                    message.getStreamId(),
                    message.getSource(),
                    StreamStatusCodec.decode(message.getStatus().toByteArray())
                                            instanceof Decoded.Valid<StreamStatus> valid
                                    && !message.getStatus().isEmpty()
                            ? Optional.of(valid.value())
                            : Optional.empty(),
                    message.getEvents(),
                    message.hasLastEvent()
                            ? Optional.of(EntryCodec.from(message.getLastEvent()))
                            : Optional.empty());
        }

        @Override
        public TimelinePage events(TimelineQuery query, Rights rights) {
            PeerEventsResponse response =
                    ask(
                            stub ->
                                    stub.peerEvents(
                                            PeerEventsRequest.newBuilder()
                                                    .setRights(of(rights))
                                                    .setQuery(TimelineMessages.request(query))
                                                    .build()));
            return new TimelinePage(
                    response.getEntriesList().stream().map(EntryCodec::from).toList(),
                    Optional.of(response.getNext()).filter(next -> !next.isEmpty()));
        }

        @Override
        public Standing standing(String eventId, Rights rights) {
            PeerEventResponse response =
                    ask(
                            stub ->
                                    stub.peerEvent(
                                            PeerEventRequest.newBuilder()
                                                    .setRights(of(rights))
                                                    .setEventId(eventId)
                                                    .build()));
            return new Standing(
                    response.hasEntry()
                            ? Optional.of(EntryCodec.from(response.getEntry()))
                            : Optional.empty(),
                    response.getRevision());
        }

        private <T> T ask(Function<ViewPeersBlockingStub, T> call) {
            try {
                return call.apply(
                        ViewPeersGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(deadline.toMillis(), MILLISECONDS));
            } catch (StatusRuntimeException e) {
                throw new TimelinesUnavailable(
                        "the view at " + address + " does not answer: " + e.getStatus().getCode(),
                        e);
            }
        }

        private static RightsRecord of(Rights rights) {
            return RightsRecord.newBuilder()
                    .setPrincipal(rights.principal())
                    .setEveryStream(rights.everyStream())
                    .addAllStreamIds(rights.streamIds())
                    .build();
        }
    }
}

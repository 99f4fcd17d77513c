package io.watchword.view.grpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.proto.v1.PeerEventRequest;
import io.watchword.proto.v1.PeerEventResponse;
import io.watchword.proto.v1.PeerEventsRequest;
import io.watchword.proto.v1.PeerEventsResponse;
import io.watchword.proto.v1.PeerStream;
import io.watchword.proto.v1.PeerStreamsRequest;
import io.watchword.proto.v1.PeerStreamsResponse;
import io.watchword.proto.v1.RightsRecord;
import io.watchword.proto.v1.ViewPeersGrpc;
import io.watchword.view.access.Rights;
import io.watchword.view.timeline.EntryCodec;
import io.watchword.view.timeline.InstanceTimelines;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelinePage;
import java.util.Set;

/**
 * {@code watchword.v1.ViewPeers}: tells other instances what this one holds. It believes whose
 * rights apply, so nobody else may reach it.
 */
public final class PeersService extends ViewPeersGrpc.ViewPeersImplBase {
    private final InstanceTimelines own;

    public PeersService(InstanceTimelines own) {
        this.own = requireNonNull(own, "own is null");
    }

    @Override
    public void peerStreams(
            PeerStreamsRequest request, StreamObserver<PeerStreamsResponse> caller) {
        Answers.one(
                caller,
                () -> {
                    PeerStreamsResponse.Builder response = PeerStreamsResponse.newBuilder();
                    own.streams(rights(request.getRights())).stream()
                            .map(PeersService::stream)
                            .forEach(response::addStreams);
                    return response.build();
                });
    }

    private static PeerStream stream(StreamState state) {
        PeerStream.Builder message =
                PeerStream.newBuilder()
                        .setStreamId(state.streamId())
                        .setSource(state.source())
                        .setEvents(state.events());
        state.status()
                .map(status -> ByteString.copyFrom(StreamStatusCodec.encode(status)))
                .ifPresent(message::setStatus);
        state.lastEvent().map(EntryCodec::to).ifPresent(message::setLastEvent);
        return message.build();
    }

    @Override
    public void peerEvents(PeerEventsRequest request, StreamObserver<PeerEventsResponse> caller) {
        Answers.one(
                caller,
                () -> {
                    TimelinePage page =
                            own.events(
                                    TimelineMessages.query(request.getQuery()),
                                    rights(request.getRights()));
                    PeerEventsResponse.Builder response =
                            PeerEventsResponse.newBuilder().setNext(page.next().orElse(""));
                    page.entries().stream().map(EntryCodec::to).forEach(response::addEntries);
                    return response.build();
                });
    }

    @Override
    public void peerEvent(PeerEventRequest request, StreamObserver<PeerEventResponse> caller) {
        Answers.one(
                caller,
                () -> {
                    InstanceTimelines.Standing standing =
                            own.standing(request.getEventId(), rights(request.getRights()));
                    PeerEventResponse.Builder response =
                            PeerEventResponse.newBuilder().setRevision(standing.revision());
                    standing.entry().map(EntryCodec::to).ifPresent(response::setEntry);
                    return response.build();
                });
    }

    private static Rights rights(RightsRecord record) {
        return new Rights(
                record.getPrincipal(),
                record.getEveryStream(),
                Set.copyOf(record.getStreamIdsList()));
    }
}

package io.watchword.bench;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.watchword.proto.v1.FollowEventsRequest;
import io.watchword.proto.v1.FollowEventsResponse;
import io.watchword.proto.v1.StreamsGrpc;
import io.watchword.view.grpc.GrpcFollower;
import org.jspecify.annotations.Nullable;

/** Reads events over gRPC, or leaves them unread until it may. */
final class GrpcReader
        implements ClientResponseObserver<FollowEventsRequest, FollowEventsResponse> {
    private final Reader reader;
    private final boolean reads;
    private @Nullable ClientCallStreamObserver<FollowEventsRequest> call;

    private GrpcReader(Reader reader, boolean reads) {
        this.reader = reader;
        this.reads = reads;
    }

    /** Follows from the reader's cursor. */
    static GrpcReader start(Reader reader, ManagedChannel channel, boolean reads) {
        GrpcReader follower = new GrpcReader(reader, reads);
        StreamsGrpc.newStub(channel)
                .followEvents(
                        FollowEventsRequest.newBuilder().setResumeToken(reader.cursor()).build(),
                        follower);
        return follower;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<FollowEventsRequest> started) {
        call = started;
        if (!reads) {
            started.disableAutoRequestWithInitial(1);
        }
    }

    /** Takes what waits, and how it ended. */
    void readOn() {
        if (call != null) {
            call.request(Integer.MAX_VALUE);
        }
    }

    @Override
    public void onNext(FollowEventsResponse message) {
        if (!message.hasEvent()) {
            return; // where it begins
        }
        String id = message.getEvent().getEventId();
        int number = Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
        reader.got(number, message.getCursor());
    }

    @Override
    public void onError(Throwable problem) {
        Metadata trailers = Status.trailersFromThrowable(problem);
        String next = trailers == null ? null : trailers.get(GrpcFollower.CURSOR);
        if (next != null) {
            reader.cut(next);
        }
    }

    @Override
    public void onCompleted() {
        // never: the server ends a following with an error
    }
}

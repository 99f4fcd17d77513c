package io.watchword.deploy.search;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.watchword.deploy.access.ViewChannel;
import io.watchword.proto.v1.FindResponse;
import io.watchword.proto.v1.RebuildRequest;
import io.watchword.proto.v1.SearchGrpc;
import io.watchword.view.grpc.SearchMessages;
import io.watchword.view.search.SearchQuery;
import java.io.IOException;
import java.nio.file.Path;

/** The view of a run that holds the data directory. */
final class ViewFinder implements Finder {
    private static final long FIND_S = 10;
    private static final long REBUILD_S = 24 * 3600;

    private final ManagedChannel channel;

    private ViewFinder(ManagedChannel channel) {
        this.channel = channel;
    }

    static ViewFinder open(Path data, String target) throws IOException {
        return new ViewFinder(ViewChannel.open(data, target));
    }

    /** Nobody is there: the run that said so has ended without taking it back. */
    static boolean isGone(StatusRuntimeException e) {
        return e.getStatus().getCode() == Status.Code.UNAVAILABLE;
    }

    @Override
    public FindResponse find(SearchQuery query) {
        try {
            return SearchGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(FIND_S, SECONDS)
                    .find(SearchMessages.request(query));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
                throw new IllegalArgumentException(e.getStatus().getDescription(), e);
            }
            throw e;
        }
    }

    @Override
    public int rebuild() {
        return SearchGrpc.newBlockingStub(channel)
                .withDeadlineAfter(REBUILD_S, SECONDS)
                .rebuild(RebuildRequest.getDefaultInstance())
                .getEvents();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}

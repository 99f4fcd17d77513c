package io.watchword.view.grpc;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import io.watchword.proto.v1.FindRequest;
import io.watchword.proto.v1.FindResponse;
import io.watchword.proto.v1.RebuildRequest;
import io.watchword.proto.v1.RebuildResponse;
import io.watchword.proto.v1.SearchGrpc;
import io.watchword.view.access.Rights;
import io.watchword.view.search.EventSearch;
import io.watchword.view.search.SearchTooSlow;
import java.util.concurrent.atomic.AtomicBoolean;

/** Service {@code Search}. Thread-safe. */
public final class SearchService extends SearchGrpc.SearchImplBase {
    /** Makes the index anew, and says how many events it then holds. */
    @FunctionalInterface
    public interface Rebuilding {
        int rebuild();
    }

    /** A call that can only be answered by a status. */
    @FunctionalInterface
    private interface Call<A> {
        A answer() throws StatusException;
    }

    private final EventSearch search;
    private final Rebuilding rebuilding;
    private final AtomicBoolean busy = new AtomicBoolean();

    public SearchService(EventSearch search, Rebuilding rebuilding) {
        this.search = requireNonNull(search, "search is null");
        this.rebuilding = requireNonNull(rebuilding, "rebuilding is null");
    }

    @Override
    public void find(FindRequest request, StreamObserver<FindResponse> observer) {
        answer(
                observer,
                () -> {
                    Rights rights = CallerRights.now();
                    return SearchMessages.response(
                            search.search(SearchMessages.query(request), rights));
                });
    }

    @Override
    public void rebuild(RebuildRequest request, StreamObserver<RebuildResponse> observer) {
        answer(observer, this::rebuilt);
    }

    private RebuildResponse rebuilt() throws StatusException {
        if (!CallerRights.now().everyStream()) {
            throw Status.PERMISSION_DENIED
                    .withDescription("rebuilding takes the right to every stream")
                    .asException();
        }
        if (!busy.compareAndSet(false, true)) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("the index is being rebuilt already")
                    .asException();
        }
        try {
            return RebuildResponse.newBuilder().setEvents(rebuilding.rebuild()).build();
        } finally {
            busy.set(false);
        }
    }

    private static <A> void answer(StreamObserver<A> observer, Call<A> call) {
        try {
            A answer = call.answer();
            observer.onNext(answer);
            observer.onCompleted();
        } catch (StatusException e) {
            observer.onError(e);
        } catch (IllegalArgumentException e) {
            observer.onError(status(Status.INVALID_ARGUMENT, e));
        } catch (SearchTooSlow e) {
            observer.onError(status(Status.DEADLINE_EXCEEDED, e));
        }
    }

    private static StatusException status(Status status, RuntimeException e) {
        return status.withDescription(e.getMessage()).asException();
    }
}

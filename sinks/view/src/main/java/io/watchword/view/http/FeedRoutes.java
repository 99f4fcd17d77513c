package io.watchword.view.http;

import io.javalin.http.Context;
import io.watchword.view.access.Admission;
import io.watchword.view.access.Need;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.TooManyFollowers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Events as they happen, as server-sent events. */
final class FeedRoutes {
    private final Supplier<ViewParts> parts;
    private final Followers followers;

    FeedRoutes(Supplier<ViewParts> parts, Followers followers) {
        this.parts = parts;
        this.followers = followers;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/v1/events/stream",
                        "Server-sent events: event as it happens, stream when one changes, cut for"
                                + " who is too slow. Last-Event-ID goes on after that id.",
                        Need.READ,
                        List.of(
                                Parameter.query(
                                        "q", "Text", "Captions and labels with all these words."),
                                Queries.STREAMS,
                                Queries.LABELS,
                                new Parameter(
                                        "Last-Event-ID",
                                        "header",
                                        "Text",
                                        false,
                                        "The id of the last message that arrived.")),
                        Route.Answer.of("text/event-stream"),
                        this::follow));
    }

    private void follow(Context request, Rights rights) {
        Optional<Cursor> from =
                Optional.ofNullable(request.header("Last-Event-ID"))
                        .filter(id -> !id.isEmpty())
                        .map(Cursor::parse);
        Set<String> streams = Queries.texts(request, "stream");
        FeedFilter filter =
                new FeedFilter(
                        streams,
                        Queries.texts(request, "label"),
                        FeedFilter.words(Queries.text(request, "q").orElse("")));
        ViewParts there = parts.get(); // refuses while the view starts
        Admission admission = ViewServer.admission(request);
        if (!admission.enterFeed()) {
            throw new Problem(429, "TOO_MANY_FOLLOWERS", "you follow as often as is allowed");
        }
        if (!followers.take()) {
            admission.leaveFeed();
            throw full();
        }
        request.contentType("text/event-stream; charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
        request.future(() -> followers.begin(request, there, admission, from, filter));
    }

    static Problem full() {
        return new Problem(503, "TOO_MANY_FOLLOWERS", "as many follow as are allowed: try later");
    }

    static Problem full(TooManyFollowers e) {
        return new Problem(503, "TOO_MANY_FOLLOWERS", String.valueOf(e.getMessage()));
    }
}

package io.watchword.view.grpc;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.proto.v1.FindRequest;
import io.watchword.proto.v1.FindResponse;
import io.watchword.proto.v1.FoundEvent;
import io.watchword.proto.v1.SnippetPiece;
import io.watchword.view.search.SearchHit;
import io.watchword.view.search.SearchPage;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.timeline.UnixTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** Searches as messages of {@code search.proto}. Pure. */
public final class SearchMessages {
    private static final int DEFAULT_LIMIT = 20;

    private SearchMessages() {}

    /**
     * @throws IllegalArgumentException naming the field that is not as required
     */
    static SearchQuery query(FindRequest request) {
        return new SearchQuery(
                request.getText(),
                request.getLikeEventId().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new SearchQuery.Like(
                                        request.getLikeEventId(), by(request.getBy()))),
                Set.copyOf(request.getStreamIdsList()),
                time(request.hasFromUnixUs(), request.getFromUnixUs()),
                time(request.hasToUnixUs(), request.getToUnixUs()),
                Set.copyOf(request.getLabelsList()),
                request.getLimit() == 0 ? DEFAULT_LIMIT : request.getLimit(),
                request.getPage().isEmpty() ? Optional.empty() : Optional.of(request.getPage()));
    }

    private static SearchQuery.By by(FindRequest.By by) {
        checkArgument(by != FindRequest.By.UNRECOGNIZED, "by is none of motion, picture, sound");
        return switch (by) {
            case BY_PICTURE -> SearchQuery.By.PICTURE;
            case BY_SOUND -> SearchQuery.By.SOUND;
            case BY_UNSPECIFIED, BY_MOTION, UNRECOGNIZED -> SearchQuery.By.MOTION;
        };
    }

    private static Optional<Instant> time(boolean given, long unixUs) {
        return given
                ? Optional.of(Instant.EPOCH.plus(unixUs, ChronoUnit.MICROS))
                : Optional.empty();
    }

    /** What a client sends for a query. */
    public static FindRequest request(SearchQuery query) {
        FindRequest.Builder request =
                FindRequest.newBuilder()
                        .setText(query.text())
                        .addAllStreamIds(query.streamIds())
                        .addAllLabels(query.labels())
                        .setLimit(query.limit())
                        .setPage(query.page().orElse(""));
        query.like().ifPresent(like -> request.setLikeEventId(like.eventId()).setBy(by(like.by())));
        query.from().ifPresent(time -> request.setFromUnixUs(UnixTime.us(time)));
        query.to().ifPresent(time -> request.setToUnixUs(UnixTime.us(time)));
        return request.build();
    }

    private static FindRequest.By by(SearchQuery.By by) {
        return switch (by) {
            case MOTION -> FindRequest.By.BY_MOTION;
            case PICTURE -> FindRequest.By.BY_PICTURE;
            case SOUND -> FindRequest.By.BY_SOUND;
        };
    }

    /** What a server answers. */
    public static FindResponse response(SearchPage page) {
        FindResponse.Builder response = FindResponse.newBuilder();
        page.hits().forEach(hit -> response.addHits(found(hit)));
        page.next().ifPresent(response::setNext);
        return response.build();
    }

    private static FoundEvent found(SearchHit hit) {
        FoundEvent.Builder found =
                FoundEvent.newBuilder()
                        .setEvent(TimelineMessages.event(hit.entry()))
                        .setScore(hit.score())
                        .addAllWords(hit.words());
        hit.likeness().ifPresent(found::setLikeness);
        hit.snippet()
                .forEach(
                        piece ->
                                found.addSnippet(
                                        SnippetPiece.newBuilder()
                                                .setText(piece.text())
                                                .setMatch(piece.match())));
        return found.build();
    }
}

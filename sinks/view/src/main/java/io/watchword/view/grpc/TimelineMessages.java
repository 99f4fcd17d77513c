package io.watchword.view.grpc;

import io.watchword.contract.Event;
import io.watchword.contract.StreamVitals;
import io.watchword.proto.v1.ListEventsRequest;
import io.watchword.proto.v1.StreamOverview;
import io.watchword.proto.v1.TimelineEvent;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.UnixTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Timelines as messages of {@code view.proto}, for all services of the view. */
public final class TimelineMessages {
    private static final int DEFAULT_LIMIT = 50;

    private TimelineMessages() {}

    public static TimelineEvent event(TimelineEntry entry) {
        Event event = entry.event();
        TimelineEvent.Builder message =
                TimelineEvent.newBuilder()
                        .setEventId(event.eventId())
                        .setRevision(event.revision())
                        .setStreamId(event.streamId())
                        .setSource(event.source())
                        .setStartUs(event.span().startUs())
                        .setEndUs(event.span().endUs())
                        .setCaption(event.caption())
                        .setLanguage(event.language())
                        .addAllLabels(event.labels())
                        .setSeverity(event.severity().name().toLowerCase(Locale.ROOT))
                        .setConfidence(event.confidence())
                        .addAllSegmentIds(event.evidence().segmentIds())
                        .setKeyframePtsUs(event.evidence().keyframePtsUs())
                        .setModel(event.model().name())
                        .setModelSha256(event.model().sha256())
                        .setDegraded(event.degraded())
                        .setSupersedes(event.supersedes().orElse(""))
                        .setRecordedAtUnixUs(UnixTime.us(entry.recordedAt()));
        entry.startsAt().ifPresent(at -> message.setStartsAtUnixUs(UnixTime.us(at)));
        return message.build();
    }

    static StreamOverview stream(StreamState state) {
        StreamOverview.Builder message =
                StreamOverview.newBuilder()
                        .setStreamId(state.streamId())
                        .setSource(state.source())
                        .setEvents(state.events());
        state.lastEvent().map(TimelineMessages::event).ifPresent(message::setLastEvent);
        state.status().flatMap(status -> status.vitals()).ifPresent(one -> vitals(message, one));
        return message.build();
    }

    private static void vitals(StreamOverview.Builder message, StreamVitals vitals) {
        message.setState(vitals.state().text())
                .setSinceUnixUs(vitals.sinceUnixUs())
                .setReason(vitals.reason())
                .setFrameRateHz(vitals.frameRateHz())
                .setLagUs(vitals.lagUs())
                .setGaps(vitals.gaps());
        if (vitals.nextTryUnixUs() > 0) {
            message.setNextTryUnixUs(vitals.nextTryUnixUs());
        }
    }

    /**
     * @throws IllegalArgumentException if a field is out of range
     */
    static TimelineQuery query(ListEventsRequest request) {
        return new TimelineQuery(
                Set.copyOf(request.getStreamIdsList()),
                time(request.hasFromUnixUs(), request.getFromUnixUs()),
                time(request.hasToUnixUs(), request.getToUnixUs()),
                Set.copyOf(request.getLabelsList()),
                request.getLimit() == 0 ? DEFAULT_LIMIT : request.getLimit(),
                Optional.of(request.getBefore()).filter(before -> !before.isEmpty()));
    }

    static ListEventsRequest request(TimelineQuery query) {
        ListEventsRequest.Builder request =
                ListEventsRequest.newBuilder()
                        .addAllStreamIds(query.streamIds())
                        .addAllLabels(query.labels())
                        .setLimit(query.limit())
                        .setBefore(query.before().orElse(""));
        query.from().ifPresent(from -> request.setFromUnixUs(UnixTime.us(from)));
        query.to().ifPresent(to -> request.setToUnixUs(UnixTime.us(to)));
        return request.build();
    }

    private static Optional<Instant> time(boolean given, long unixUs) {
        return given ? Optional.of(UnixTime.instant(unixUs)) : Optional.empty();
    }
}

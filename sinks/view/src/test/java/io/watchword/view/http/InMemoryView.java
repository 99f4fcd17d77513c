package io.watchword.view.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.Gap;
import io.watchword.contract.TimeSpan;
import io.watchword.view.access.Rights;
import io.watchword.view.ask.AnswerListener;
import io.watchword.view.ask.AskRefused;
import io.watchword.view.ask.AskedOfStream;
import io.watchword.view.ask.Asking;
import io.watchword.view.control.StreamControl;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.media.Clip;
import io.watchword.view.media.Clips;
import io.watchword.view.media.Keyframes;
import io.watchword.view.media.MotionAndSound;
import io.watchword.view.media.MotionTrace;
import io.watchword.view.media.UnplayableException;
import io.watchword.view.search.EventSearch;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.search.SearchHit;
import io.watchword.view.search.SearchPage;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.subscribe.Concepts;
import io.watchword.view.subscribe.PlainWords;
import io.watchword.view.subscribe.Subscriptions;
import io.watchword.view.subscribe.lucene.SnowballForms;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A view that holds what it is given, in memory, and keeps to the contracts. */
public final class InMemoryView
        implements Timelines, EventSearch, Asking, StreamControl, Keyframes, Clips, MotionAndSound {
    static final byte[] JPEG = "no real picture".getBytes(UTF_8);

    final List<TimelineEntry> entries = new CopyOnWriteArrayList<>();
    public final ConcurrentSkipListSet<String> streams = new ConcurrentSkipListSet<>();
    final Map<String, Path> clips = new ConcurrentHashMap<>();
    final FakeHits.Stored stored = new FakeHits.Stored();
    final FakeFeed feed = new FakeFeed();
    final CountDownLatch mayAnswer = new CountDownLatch(1);

    public ViewParts parts() {
        return parts(this);
    }

    ViewParts parts(EventSearch search) {
        Subscriptions subscriptions =
                new Subscriptions(
                        stored,
                        new FakeHits(),
                        this,
                        feed,
                        new PlainWords(new SnowballForms(), Concepts.NONE),
                        QueryEmbedder.NONE,
                        Clock.fixed(Samples.NOON, ZoneOffset.UTC));
        return new ViewParts(
                this,
                feed,
                search,
                this,
                subscriptions,
                this,
                new ViewParts.Media(this, this, this));
    }

    public EventFeed feed() {
        return feed;
    }

    /** How many follow at the moment. */
    public int followers() {
        return feed.places.size();
    }

    public void add(TimelineEntry entry) {
        entries.add(entry);
        feed.publish(entry);
    }

    @Override
    public List<StreamState> streams(Rights rights) {
        return streams.stream()
                .filter(rights::mayRead)
                .map(id -> Samples.stream(id, newest(id)))
                .toList();
    }

    private Optional<TimelineEntry> newest(String streamId) {
        return entries.stream()
                .filter(entry -> entry.event().streamId().equals(streamId))
                .max(Comparator.comparing(TimelineEntry::when));
    }

    @Override
    public TimelinePage events(TimelineQuery query, Rights rights) {
        int skip = query.before().map(Integer::parseInt).orElse(0);
        List<TimelineEntry> found =
                entries.stream()
                        .filter(entry -> rights.mayRead(entry.event().streamId()))
                        .filter(
                                entry ->
                                        query.streamIds().isEmpty()
                                                || query.streamIds()
                                                        .contains(entry.event().streamId()))
                        .filter(entry -> entry.event().labels().containsAll(query.labels()))
                        .filter(
                                entry ->
                                        query.from()
                                                .map(from -> !entry.when().isBefore(from))
                                                .orElse(true))
                        .filter(
                                entry ->
                                        query.to()
                                                .map(to -> entry.when().isBefore(to))
                                                .orElse(true))
                        .sorted(Comparator.comparing(TimelineEntry::when).reversed())
                        .skip(skip)
                        .toList();
        boolean more = found.size() > query.limit();
        return new TimelinePage(
                found.subList(0, Math.min(found.size(), query.limit())),
                more ? Optional.of("" + (skip + query.limit())) : Optional.empty());
    }

    @Override
    public Optional<TimelineEntry> event(String eventId, Rights rights) {
        if (eventId.equals("broken")) {
            throw new IllegalStateException("store /var/secret/path is gone");
        }
        return entries.stream()
                .filter(entry -> entry.event().eventId().equals(eventId))
                .filter(entry -> rights.mayRead(entry.event().streamId()))
                .findFirst();
    }

    /** One of each stream. */
    @Override
    public List<Gap> gaps(String streamId, Rights rights) {
        TimeSpan span = new TimeSpan(5_000_000, 9_000_000);
        return rights.mayRead(streamId)
                ? List.of(new Gap(streamId, 0, span, Gap.Reason.NOT_WATCHED, "nobody was there"))
                : List.of();
    }

    @Override
    public SearchPage search(SearchQuery query, Rights rights) {
        List<SearchHit> hits = new ArrayList<>();
        for (TimelineEntry entry : entries) {
            String caption = entry.event().caption();
            int at = caption.indexOf(query.text());
            if (at >= 0 && rights.mayRead(entry.event().streamId())) {
                hits.add(
                        new SearchHit(
                                entry,
                                0.5f,
                                List.of(query.text()),
                                query.like().map(like -> 0.9f),
                                List.of(
                                        new SearchHit.Piece(caption.substring(0, at), false),
                                        new SearchHit.Piece(query.text(), true))));
            }
        }
        return new SearchPage(hits, Optional.empty());
    }

    @Override
    public void ask(AskedOfStream question, Rights rights, AnswerListener listener)
            throws AskRefused, InterruptedException {
        if (!streams.contains(question.streamId())) {
            throw new AskRefused(AskRefused.Reason.NOTHING_STORED, "nothing is stored of it");
        }
        ObjectNode window = Json.object().put("startUs", 1).put("endUs", 2);
        window.put("text", "yes").put("confidence", 0.5).put("fits", true).putArray("segmentIds");
        listener.told(AnswerListener.Kind.WINDOW, window);
        mayAnswer.await();
        if (question.text().equals("break")) {
            throw new IllegalStateException("/var/secret/path");
        }
        ObjectNode answer = Json.object().put("streamId", question.streamId());
        answer.put("question", question.text()).put("asked", question.text());
        answer.put("language", "en").put("kind", "yes_no").put("startUs", 1).put("endUs", 2);
        answer.put("verdict", "yes").put("answer", "Yes.").put("confidence", 0.5);
        answer.putArray("spans");
        answer.putArray("answers");
        answer.putArray("windows");
        answer.putObject("lookedAt");
        answer.putObject("cost");
        listener.told(AnswerListener.Kind.ANSWER, answer);
    }

    @Override
    public Added add(Wanted stream) {
        if (stream.source().startsWith("gopher:")) {
            throw new IllegalArgumentException("source refused: no such scheme");
        }
        String id = stream.streamId().orElse("derived");
        return new Added(id, !streams.add(id), List.of("noted"));
    }

    @Override
    public boolean remove(String streamId) {
        return streams.remove(streamId);
    }

    @Override
    public Optional<byte[]> latest(String streamId) {
        return streams.contains(streamId) ? Optional.of(JPEG) : Optional.empty();
    }

    @Override
    public Optional<byte[]> at(String streamId, long ptsUs, Instant told) {
        return latest(streamId);
    }

    @Override
    public Optional<Clip> clip(String streamId, TimeSpan span) throws IOException {
        if (streamId.equals("odd")) {
            throw new UnplayableException("hevc");
        }
        return Optional.ofNullable(clips.get(streamId)).map(file -> new Clip(file, span));
    }

    @Override
    public Optional<MotionTrace> trace(String streamId, TimeSpan span, Instant told) {
        float[] motion = {1.5f, 0, 0, 2}; // one step, one row, two columns
        return Optional.of(
                new MotionTrace(span, 166_667, 1, 2, motion, 50_000, new float[] {-20.04f}));
    }
}

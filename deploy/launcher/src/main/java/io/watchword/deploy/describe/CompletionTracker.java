package io.watchword.deploy.describe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.contract.StreamStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Says when a stream is described: ingest has read it to its end, the detector has said how many
 * events it found, and as many different ones have landed on {@code events} or as dead letters.
 * Records may come in any order and more than once. Events of another bundle or written under other
 * settings, such as another language, do not count.
 *
 * <p>Not thread-safe: the loop that reads the topics owns it.
 */
final class CompletionTracker {
    private final String configSha256;
    private final String bundleSha256;
    private final Map<String, Stream> streams = new HashMap<>();

    /** What has been seen of one stream. */
    private static final class Stream {
        private final Map<String, Event> events = new LinkedHashMap<>();
        private final Set<String> lostEvents = new HashSet<>();
        private Optional<StreamStatus> ingest = Optional.empty();
        private OptionalLong found = OptionalLong.empty();
        private long encodedUs;
        private final Map<String, String> deadLetters = new LinkedHashMap<>();
    }

    CompletionTracker(String configSha256, String bundleSha256) {
        this.configSha256 = configSha256;
        this.bundleSha256 = bundleSha256;
    }

    void observe(StreamStatus status) {
        Stream stream = stream(status.streamId());
        if (status.stage() == StreamStatus.Stage.INGEST) {
            stream.ingest = Optional.of(status);
        } else if (status.done()) {
            stream.found = OptionalLong.of(status.emitted());
        }
    }

    /** Of two records of one event, the higher revision holds. */
    void observe(Event event) {
        if (!event.model().configSha256().equals(configSha256)
                || !event.model().sha256().equals(bundleSha256)) {
            return;
        }
        stream(event.streamId())
                .events
                .merge(
                        event.eventId(),
                        event,
                        (known, seen) -> seen.revision() > known.revision() ? seen : known);
    }

    /** An embedding of the stream reached {@code endUs}. */
    void observeEncoded(String streamId, long endUs) {
        Stream stream = stream(streamId);
        stream.encodedUs = Math.max(stream.encodedUs, endUs);
    }

    /**
     * A record of the stream could not be processed.
     *
     * @param id of what the record carried; the same one may fail again
     */
    void observeDeadLetter(String streamId, String id, String reason) {
        stream(streamId).deadLetters.putIfAbsent(id, reason);
    }

    /** An event that the detector found is a dead letter: it will not land. */
    void observeLostEvent(String streamId, String eventId) {
        stream(streamId).lostEvents.add(eventId);
    }

    /** Whether ingest has read the stream to its end, in this run or an earlier one. */
    boolean ingested(String streamId) {
        return stream(streamId).ingest.map(StreamStatus::done).orElse(false);
    }

    /** Why ingest could not read the stream, if it could not. */
    Optional<StreamStatus.Failure> failure(String streamId) {
        return stream(streamId).ingest.flatMap(StreamStatus::failure);
    }

    /** Whether every event of the stream has landed. */
    boolean described(String streamId) {
        Stream stream = stream(streamId);
        if (!ingested(streamId) || stream.found.isEmpty()) {
            return false;
        }
        // Parts land before the event that they belong to, and the detector does not know of them.
        Set<String> landed = new HashSet<>(stream.events.keySet());
        landed.removeIf(id -> requireNonNull(stream.events.get(id)).isPart());
        landed.addAll(stream.lostEvents);
        return landed.size() >= stream.found.getAsLong();
    }

    boolean described(Collection<String> streamIds) {
        return streamIds.stream().allMatch(this::described);
    }

    /**
     * How many of the streams' captions were written without the language model and wait for it.
     */
    long degraded(Collection<String> streamIds) {
        return streamIds.stream()
                .flatMap(id -> stream(id).events.values().stream())
                .filter(Event::degraded)
                .count();
    }

    /** The stream's events so far, in order of arrival. */
    List<Event> events(String streamId) {
        return List.copyOf(stream(streamId).events.values());
    }

    /** Why records of the stream could not be processed, one reason for each. */
    List<String> deadLetters(String streamId) {
        return List.copyOf(stream(streamId).deadLetters.values());
    }

    /** Media time that has come through the encoders. */
    long encodedUs(String streamId) {
        return stream(streamId).encodedUs;
    }

    /** The stream's declared duration; empty while unknown. */
    OptionalLong durationUs(String streamId) {
        Optional<StreamStatus> ingest = stream(streamId).ingest;
        if (ingest.isEmpty() || ingest.get().durationUs() <= 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(ingest.get().durationUs());
    }

    /** Says what is missing, for a message when nothing moves any more. */
    String missing(String streamId) {
        Stream stream = stream(streamId);
        if (!ingested(streamId)) {
            return "ingest has not reached the end";
        }
        if (stream.found.isEmpty()) {
            return "the detector has not reached the end";
        }
        return stream.events.size() + " of " + stream.found.getAsLong() + " events have landed";
    }

    private Stream stream(String streamId) {
        return streams.computeIfAbsent(streamId, id -> new Stream());
    }
}

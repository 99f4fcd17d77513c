package io.watchword.view.kafka;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Gap;
import io.watchword.view.access.Rights;
import io.watchword.view.timeline.InstanceTimelines;
import io.watchword.view.timeline.Peers;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelinePages;
import io.watchword.view.timeline.TimelineQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The timelines of all instances: every one is asked for what it holds, so a query does not depend
 * on which partition a stream is in. A query fails if an instance cannot be asked: a page with
 * holes would look like a whole one.
 */
final class KafkaTimelines implements InstanceTimelines {
    private final InstanceTimelines own;
    private final Supplier<Set<String>> others;
    private final Peers peers;

    /**
     * @param others addresses of the other instances now
     */
    KafkaTimelines(InstanceTimelines own, Supplier<Set<String>> others, Peers peers) {
        this.own = requireNonNull(own, "own is null");
        this.others = requireNonNull(others, "others is null");
        this.peers = requireNonNull(peers, "peers is null");
    }

    private <T> List<T> ofAll(Function<InstanceTimelines, T> query) {
        List<T> answers = new ArrayList<>();
        answers.add(query.apply(own));
        for (String address : others.get()) {
            answers.add(query.apply(peers.at(address)));
        }
        return answers;
    }

    @Override
    public List<StreamState> streams(Rights rights) {
        return TimelinePages.mergeStreams(ofAll(one -> one.streams(rights)));
    }

    @Override
    public TimelinePage events(TimelineQuery query, Rights rights) {
        return TimelinePages.merge(ofAll(one -> one.events(query, rights)), query.limit());
    }

    /** Every instance has those of all streams. */
    @Override
    public List<Gap> gaps(String streamId, Rights rights) {
        return own.gaps(streamId, rights);
    }

    @Override
    public Optional<TimelineEntry> event(String eventId, Rights rights) {
        return standing(eventId, rights).entry();
    }

    @Override
    public Standing standing(String eventId, Rights rights) {
        Standing best = own.standing(eventId, rights);
        if (best.revision() > 0) {
            return best; // an event is held by one instance
        }
        for (String address : others.get()) {
            Standing other = peers.at(address).standing(eventId, rights);
            if (other.revision() > 0) {
                return other;
            }
        }
        return Standing.UNKNOWN;
    }
}

package io.watchword.view.grpc;

import io.watchword.view.access.Rights;
import io.watchword.view.timeline.InstanceTimelines;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.Timelines;
import java.util.List;

/** What an only instance holds: all. */
record OwnTimelines(Timelines all) implements InstanceTimelines {
    @Override
    public List<StreamState> streams(Rights rights) {
        return all.streams(rights);
    }

    @Override
    public TimelinePage events(TimelineQuery query, Rights rights) {
        return all.events(query, rights);
    }

    @Override
    public Standing standing(String eventId, Rights rights) {
        return new Standing(all.event(eventId, rights), 1);
    }
}

package io.watchword.view.timeline;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.view.access.Rights;
import java.util.Optional;

/** What one instance of the view knows by itself. Thread-safe. */
public interface InstanceTimelines extends Timelines {
    /**
     * What is known of an event.
     *
     * @param entry its newest revision; empty where it was replaced or is not known
     * @param revision the newest seen, also of one that was replaced; 0 if none was
     */
    record Standing(Optional<TimelineEntry> entry, int revision) {
        public static final Standing UNKNOWN = new Standing(Optional.empty(), 0);

        public Standing {
            requireNonNull(entry, "entry is null");
            checkArgument(revision >= 0, "revision is %d", revision);
        }
    }

    Standing standing(String eventId, Rights rights);

    @Override
    default Optional<TimelineEntry> event(String eventId, Rights rights) {
        return standing(eventId, rights).entry();
    }
}

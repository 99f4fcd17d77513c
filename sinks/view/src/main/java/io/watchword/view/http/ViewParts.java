package io.watchword.view.http;

import static java.util.Objects.requireNonNull;

import io.watchword.view.ask.Asking;
import io.watchword.view.control.StreamControl;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.media.Clips;
import io.watchword.view.media.Keyframes;
import io.watchword.view.media.MotionAndSound;
import io.watchword.view.search.EventSearch;
import io.watchword.view.subscribe.Subscriptions;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.Timelines;

/** What the server asks. Owned by who made it. */
public record ViewParts(
        Timelines timelines,
        EventFeed feed,
        EventSearch search,
        Asking asking,
        Subscriptions subscriptions,
        StreamControl control,
        Media media) {
    /** What lies behind events. */
    public record Media(Keyframes keyframes, Clips clips, MotionAndSound traces) {
        public Media {
            requireNonNull(keyframes, "keyframes is null");
            requireNonNull(clips, "clips is null");
            requireNonNull(traces, "traces is null");
        }

        boolean isPictured(StreamState stream) {
            return keyframes.latest(stream.streamId()).isPresent();
        }
    }

    public ViewParts {
        requireNonNull(timelines, "timelines is null");
        requireNonNull(feed, "feed is null");
        requireNonNull(search, "search is null");
        requireNonNull(asking, "asking is null");
        requireNonNull(subscriptions, "subscriptions is null");
        requireNonNull(control, "control is null");
        requireNonNull(media, "media is null");
    }
}

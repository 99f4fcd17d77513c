package io.watchword.it;

import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.FeedListener;
import io.watchword.view.timeline.TimelineEntry;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers what it is told. */
final class HeardEvents implements FeedListener {
    final Queue<String> ids = new ConcurrentLinkedQueue<>();
    volatile Cursor cursor = Cursor.none();
    volatile boolean cut;

    @Override
    public void entry(TimelineEntry entry, Cursor next) {
        ids.add(entry.event().eventId());
        cursor = next;
    }

    @Override
    public void cutOff(Cursor next) {
        cursor = next;
        cut = true;
    }
}

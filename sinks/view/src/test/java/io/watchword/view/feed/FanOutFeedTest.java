package io.watchword.view.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.view.SampleEntries;
import io.watchword.view.ViewConfig.FeedConfig;
import io.watchword.view.access.Rights;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FanOutFeedTest {
    private final MemoryLog log = new MemoryLog();
    private FanOutFeed feed = new FanOutFeed(new FeedConfig(4, 8, 10), log);

    @AfterEach
    void close() {
        feed.close();
    }

    /** The log, and how much of it the view has taken in. */
    private static final class MemoryLog implements EntryLog {
        private final List<TimelineEntry> entries = new ArrayList<>();
        private long known = Long.MAX_VALUE;
        private int reads;

        @Override
        public synchronized Stretch read(Cursor from, Cursor settled, int limit) {
            reads++;
            List<TimelineEntry> found = new ArrayList<>();
            Cursor next = from;
            boolean stopped = false;
            for (TimelineEntry entry : entries) {
                Position at = entry.position();
                if (from.isPast(at) || found.size() == limit) {
                    continue;
                }
                if (at.offset() >= known && !settled.isPast(at)) {
                    stopped = true;
                    break;
                }
                found.add(entry);
                next = next.after(at);
            }
            boolean more = !stopped && !next.equals(next.merge(ends()));
            return new Stretch(found, next, more);
        }

        @Override
        public synchronized Cursor ends() {
            Cursor ends = new Cursor(new TreeMap<>(java.util.Map.of(0, 0L, 1, 0L)));
            for (TimelineEntry entry : entries) {
                ends = ends.after(entry.position());
            }
            return ends;
        }

        @Override
        public Cursor beginnings() {
            return new Cursor(new TreeMap<>(java.util.Map.of(0, 0L, 1, 0L)));
        }

        synchronized void append(TimelineEntry entry) {
            entries.add(entry);
        }
    }

    /** Takes what it is told; may be made to hold back. */
    private static final class Recorder implements FeedListener {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final CountDownLatch cutOff = new CountDownLatch(1);
        private volatile boolean ready = true;
        private volatile Cursor cursor = Cursor.none();

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public void entry(TimelineEntry entry, Cursor next) {
            cursor = next;
            told.add(entry.event().eventId());
        }

        @Override
        public void cutOff(Cursor next) {
            cursor = next;
            cutOff.countDown();
        }

        List<String> take(int count) throws InterruptedException {
            List<String> taken = new ArrayList<>();
            while (taken.size() < count) {
                String id = told.poll(10, TimeUnit.SECONDS);
                assertThat(id).as("after %s", taken).isNotNull();
                taken.add(String.valueOf(id));
            }
            return taken;
        }
    }

    private void land(String stream, int partition, long... offsets) {
        for (long offset : offsets) {
            TimelineEntry entry = SampleEntries.numbered(stream, partition, offset);
            log.append(entry);
            feed.entry(entry);
        }
    }

    private Recorder follow(String cursor) {
        Recorder recorder = new Recorder();
        feed.follow(Optional.of(Cursor.parse(cursor)), Rights.ALL, entry -> true, recorder);
        return recorder;
    }

    @Test
    void tellsWhatLandsFromNowOn() throws Exception {
        land("a", 0, 0, 1);
        Recorder recorder = new Recorder();
        feed.follow(Optional.empty(), Rights.ALL, entry -> true, recorder);
        land("a", 0, 2, 3);
        land("b", 1, 0);

        assertThat(recorder.take(3)).containsExactly("a-e2", "a-e3", "b-e0");
    }

    @Test
    void tellsOnlyWhatMayBeSeenAndIsWanted() throws Exception {
        Recorder recorder = new Recorder();
        feed.follow(
                Optional.empty(),
                new Rights("eve", false, Set.of("a")),
                entry -> entry.position().offset() != 1,
                recorder);

        land("a", 0, 0, 1);
        land("b", 1, 0);
        land("a", 0, 2);

        assertThat(recorder.take(2)).containsExactly("a-e0", "a-e2");
        assertThat(recorder.told).isEmpty();
    }

    @Test
    void goesOnFromACursorWithoutGapOrDuplicateWhileMoreLands() throws Exception {
        for (long offset = 0; offset < 2000; offset++) {
            log.append(SampleEntries.numbered("a", 0, offset));
        }
        feed.close();
        feed = new FanOutFeed(new FeedConfig(10_000, 8, 10), log);
        Recorder recorder = follow("0-100");

        Thread lands = new Thread(() -> land("a", 0, offsets(2000, 5000)));
        lands.start();
        List<String> told = recorder.take(4900);
        lands.join();

        List<String> expected = new ArrayList<>();
        for (long offset : offsets(100, 5000)) {
            expected.add("a-e" + offset);
        }
        assertThat(told).isEqualTo(expected);
        assertThat(recorder.told).isEmpty();
        assertThat(recorder.cursor).isEqualTo(Cursor.parse("0-5000.1-0"));
    }

    private static long[] offsets(int from, int to) {
        return java.util.stream.LongStream.range(from, to).toArray();
    }

    @Test
    void servesWhatIsRecentFromMemory() throws Exception {
        land("a", 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        int reads = log.reads;

        assertThat(follow("0-4.1-0").take(6))
                .containsExactly("a-e4", "a-e5", "a-e6", "a-e7", "a-e8", "a-e9");
        assertThat(log.reads).isEqualTo(reads);
        assertThat(follow("0-0.1-0").take(10)).startsWith("a-e0", "a-e1").endsWith("a-e9");
        assertThat(log.reads).isGreaterThan(reads);
    }

    @Test
    void waitsForWhatTheViewHasNotTakenInYet() throws Exception {
        for (long offset = 0; offset < 6; offset++) {
            log.append(SampleEntries.numbered("a", 0, offset));
        }
        log.known = 3;
        feed.close();
        feed = new FanOutFeed(new FeedConfig(4, 8, 10), log);
        Recorder recorder = follow("0-1.1-0");

        List<String> known = recorder.take(2);
        while (feed.caughtUp() == 0) {
            Thread.onSpinWait();
        }
        feed.entry(SampleEntries.numbered("b", 1, 0));
        for (long offset = 3; offset < 6; offset++) {
            feed.entry(SampleEntries.numbered("a", 0, offset));
        }

        assertThat(known).containsExactly("a-e1", "a-e2");
        assertThat(recorder.take(4)).containsExactly("b-e0", "a-e3", "a-e4", "a-e5");
    }

    @Test
    void cutsASlowFollowerOffWithACursorThatMissesNothing() throws Exception {
        Recorder slow = new Recorder();
        Recorder quick = new Recorder();
        feed.follow(Optional.empty(), Rights.ALL, entry -> true, slow);
        EventFeed.Following other = feed.follow(Optional.empty(), Rights.ALL, entry -> true, quick);
        land("a", 0, 0);
        slow.take(1);
        slow.ready = false;
        for (long offset = 1; offset < 7; offset++) {
            land("a", 0, offset);
            quick.take(offset == 1 ? 2 : 1);
        }

        assertThat(slow.cutOff.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(slow.told).isEmpty();
        assertThat(slow.cursor).isEqualTo(Cursor.parse("0-1.1-0"));
        assertThat(follow(slow.cursor.text()).take(6)).startsWith("a-e1").endsWith("a-e6");
        other.close();
    }

    @Test
    void goesOnWhenAListenerIsReadyAgain() throws Exception {
        Recorder recorder = new Recorder();
        recorder.ready = false;
        EventFeed.Following following =
                feed.follow(Optional.empty(), Rights.ALL, entry -> true, recorder);
        land("a", 0, 0, 1);

        recorder.ready = true;
        following.resume();

        assertThat(recorder.take(2)).containsExactly("a-e0", "a-e1");
    }

    @Test
    void oneThatBlocksOrBreaksDelaysNoOther() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        feed.follow(
                Optional.empty(),
                Rights.ALL,
                entry -> true,
                new FeedListener() {
                    @Override
                    public void entry(TimelineEntry entry, Cursor next) {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }

                    @Override
                    public void cutOff(Cursor next) {}
                });
        feed.follow(
                Optional.empty(),
                Rights.ALL,
                entry -> {
                    throw new IllegalStateException("a filter that breaks");
                },
                new Recorder());
        Recorder recorder = new Recorder();
        feed.follow(Optional.empty(), Rights.ALL, entry -> true, recorder);

        for (long offset = 0; offset < 20; offset++) {
            land("a", 0, offset);
            recorder.take(1);
        }
        never.countDown();

        assertThat(recorder.cursor).isEqualTo(Cursor.parse("0-20.1-0"));
    }

    @Test
    void aCursorOfALogThatWasBegunAnewBeginsAtItsEnd() throws Exception {
        land("a", 0, 0, 1);
        Recorder recorder = follow("0-900.7-3");

        land("a", 0, 2);

        assertThat(recorder.take(1)).containsExactly("a-e2");
    }

    @Test
    void takesNoMoreFollowersThanAllowedAndNoneOnceClosed() throws Exception {
        List<EventFeed.Following> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(feed.follow(Optional.empty(), Rights.ALL, entry -> true, new Recorder()));
        }

        assertThatThrownBy(
                        () ->
                                feed.follow(
                                        Optional.empty(),
                                        Rights.ALL,
                                        entry -> true,
                                        new Recorder()))
                .isInstanceOf(TooManyFollowers.class);
        all.get(0).close();
        Recorder last = new Recorder();
        feed.follow(Optional.empty(), Rights.ALL, entry -> true, last);
        feed.close();

        assertThat(last.cutOff.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(last.cursor).isEqualTo(Cursor.parse("0-0.1-0"));
        assertThatThrownBy(
                        () ->
                                feed.follow(
                                        Optional.empty(),
                                        Rights.ALL,
                                        entry -> true,
                                        new Recorder()))
                .isInstanceOf(TooManyFollowers.class);
    }
}

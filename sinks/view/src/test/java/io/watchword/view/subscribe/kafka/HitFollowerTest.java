package io.watchword.view.subscribe.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Hit;
import io.watchword.contract.Ids;
import io.watchword.contract.TimeSpan;
import io.watchword.view.feed.Cursor;
import io.watchword.view.subscribe.HitListener;
import io.watchword.view.timeline.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HitFollowerTest {
    private final Heard heard = new Heard();
    private final List<HitFollower> left = new ArrayList<>();
    private final HitFollower follower =
            new HitFollower(
                    "runs",
                    hit -> !hit.streamId().equals("secret"),
                    heard,
                    Runnable::run,
                    new HitFollower.Place(
                            Cursor.parse("0-5"),
                            Optional.empty(),
                            new HitRange("127.0.0.1:1", 0, "runs", hit -> true)),
                    left::add);

    @Test
    void getsItsOwnHitsInOrder() {
        follower.offer(hit("runs", "yard", 5), new Position(0, 5));
        follower.offer(hit("other", "yard", 6), new Position(0, 6));
        follower.offer(hit("runs", "secret", 7), new Position(0, 7));
        follower.offer(hit("runs", "yard", 8), new Position(0, 8));

        assertThat(heard.hits).containsExactly("event-5@0-6", "event-8@0-9");
    }

    @Test
    void whoIsNotReadyGetsThemLater() {
        heard.ready = false;
        follower.offer(hit("runs", "yard", 5), new Position(0, 5));
        assertThat(heard.hits).isEmpty();

        heard.ready = true;
        follower.resume();

        assertThat(heard.hits).containsExactly("event-5@0-6");
    }

    @Test
    void whoIsTooSlowIsCutOffWithWhereItIs() {
        follower.offer(hit("runs", "yard", 5), new Position(0, 5));
        heard.ready = false;
        for (int n = 6; n <= 6 + HitFollower.CAPACITY; n++) {
            assertThat(left).isEmpty();
            follower.offer(hit("runs", "yard", n), new Position(0, n));
        }

        assertThat(heard.cutOffs).containsExactly("0-6");
        assertThat(left).containsExactly(follower);
        heard.ready = true;
        follower.offer(hit("runs", "yard", 999), new Position(0, 999));
        assertThat(heard.hits).containsExactly("event-5@0-6");
    }

    @Test
    void whoHasClosedGetsNothing() {
        follower.close();

        follower.offer(hit("runs", "yard", 5), new Position(0, 5));

        assertThat(heard.hits).isEmpty();
        assertThat(heard.cutOffs).isEmpty();
    }

    private static Hit hit(String subscriptionId, String streamId, int n) {
        return new Hit(
                Ids.hitId(subscriptionId, "event-" + n),
                new Hit.Subscription(subscriptionId, 1, "", "local"),
                "event-" + n,
                1,
                streamId,
                new TimeSpan(n, n + 1),
                Optional.empty(),
                Instant.EPOCH,
                false,
                "",
                "en",
                new Hit.Why(
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        Hit.Verdict.NOT_ASKED,
                        Optional.empty()),
                Optional.empty(),
                Instant.EPOCH);
    }

    private static final class Heard implements HitListener {
        private final List<String> hits = new ArrayList<>();
        private final List<String> cutOffs = new ArrayList<>();
        private boolean ready = true;

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public void hit(Hit hit, Cursor next) {
            hits.add(hit.eventId() + "@" + next.text());
        }

        @Override
        public void cutOff(Cursor next) {
            cutOffs.add(next.text());
        }
    }
}

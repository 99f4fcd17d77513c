package io.watchword.ingest.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.hls.Playlist.HlsSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaylistFollowerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long STALL_NS = 20 * SECOND;

    private final PlaylistFollower follower = new PlaylistFollower(STALL_NS, 0);

    @Test
    void aLiveSourceBeginsThreeSegmentsFromItsEnd() {
        assertThat(sequences(live("s", 10, 6), 0)).containsExactly(13L, 14L, 15L);
    }

    @Test
    void aFinishedSourceIsReadFromItsBeginning() {
        assertThat(sequences(playlist("s", 0, 5, true), 0)).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void eachSegmentIsHandedOutOnce() {
        sequences(live("s", 0, 3), 0);

        assertThat(sequences(live("s", 0, 3), SECOND)).isEmpty();
        assertThat(sequences(live("s", 2, 3), SECOND)).containsExactly(3L, 4L);
        assertThat(follower.missed()).isZero();
    }

    @Test
    void segmentsThatLeftThePlaylistUnreadAreCounted() {
        sequences(live("s", 0, 3), 0);

        assertThat(sequences(live("s", 8, 2), SECOND)).containsExactly(8L, 9L);
        assertThat(follower.missed()).isEqualTo(5);
    }

    @Test
    void aServerThatCountsAnewIsFollowedFromThere() {
        sequences(live("s", 500, 3), 0);

        assertThat(sequences(live("s", 0, 2), SECOND)).containsExactly(0L, 1L);
        assertThat(sequences(live("s", 0, 3), SECOND)).containsExactly(2L);
        assertThat(follower.missed()).isZero();
    }

    @Test
    void anOldCopyOfThePlaylistIsNoNewBeginning() {
        sequences(live("s", 10, 3), 0);

        assertThat(sequences(live("s", 9, 3), SECOND)).isEmpty();
        assertThat(sequences(live("s", 11, 3), SECOND)).containsExactly(13L);
    }

    @Test
    void itIsReadAgainAfterTheTargetDurationOrHalfOfIt() {
        sequences(live("s", 0, 3), 0);
        assertThat(follower.reloadNs()).isEqualTo(6 * SECOND);

        sequences(live("s", 0, 3), 6 * SECOND);
        assertThat(follower.reloadNs()).isEqualTo(3 * SECOND);
    }

    @Test
    void itIsNeverReadWithoutAPause() {
        follower.observe(new Playlist.Media(1, false, List.of()), 0);

        assertThat(follower.reloadNs()).isGreaterThanOrEqualTo(SECOND / 10);
    }

    @Test
    void itIsStaleWhenNothingNewCame() {
        sequences(live("s", 0, 3), 0);
        sequences(live("s", 0, 3), 19 * SECOND);

        assertThat(follower.isStale(20 * SECOND - 1)).isFalse();
        assertThat(follower.isStale(20 * SECOND)).isTrue();
    }

    @Test
    void longSegmentsMayTakeThreeTimesTheirLength() {
        follower.observe(new Playlist.Media(10 * SECOND, false, live("s", 0, 3).segments()), 0);

        assertThat(follower.isStale(29 * SECOND)).isFalse();
        assertThat(follower.isStale(30 * SECOND)).isTrue();
    }

    private List<Long> sequences(Playlist.Media playlist, long nowNs) {
        return follower.observe(playlist, nowNs).stream().map(HlsSegment::sequence).toList();
    }

    private static Playlist.Media live(String name, long first, int count) {
        return playlist(name, first, count, false);
    }

    private static Playlist.Media playlist(String name, long first, int count, boolean complete) {
        List<HlsSegment> segments = new ArrayList<>();
        for (long sequence = first; sequence < first + count; sequence++) {
            segments.add(
                    new HlsSegment(
                            sequence,
                            name + sequence,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
        }
        return new Playlist.Media(6 * SECOND, complete, segments);
    }
}

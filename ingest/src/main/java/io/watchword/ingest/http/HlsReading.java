package io.watchword.ingest.http;

import io.watchword.ingest.IngestConfig.Limits;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.hls.Playlist;
import io.watchword.ingest.hls.Playlist.HlsSegment;
import io.watchword.ingest.hls.Playlist.Initialisation;
import io.watchword.ingest.hls.PlaylistException;
import io.watchword.ingest.hls.PlaylistFollower;
import io.watchword.ingest.hls.PlaylistReader;
import io.watchword.ingest.hls.Variant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows one playlist from its first reading to its end and hands its segments on, in order. One
 * segment is in memory at a time. Separate audio renditions are not read: a variant without sound
 * of its own is silent.
 */
final class HlsReading {
    private static final int MAX_MISSING_IN_A_ROW = 10;
    private static final byte[] NOTHING = new byte[0];

    private final HttpSession session;
    private final Map<String, String> options;
    private final Limits limits;
    private final HttpTimes times;
    private final LongSupplier nanoClock;
    private final SegmentSource segments;
    private Optional<Initialisation> initialisation = Optional.empty();
    private byte[] beginning = NOTHING;
    private @Nullable FetchException lastFailure;
    private @Nullable String reloadFailure;
    private boolean anything;
    private boolean finishedOnly;
    private long missing;
    private int missingInARow;

    HlsReading(
            HttpSession session,
            Map<String, String> options,
            Limits limits,
            HttpTimes times,
            LongSupplier nanoClock) {
        this.session = session;
        this.options = options;
        this.limits = limits;
        this.times = times;
        this.nanoClock = nanoClock;
        this.segments = new SegmentSource(session, times);
    }

    /** Refuses a playlist that is still being added to. */
    HlsReading finishedOnly() {
        finishedOnly = true;
        return this;
    }

    /**
     * @param bytes of the first playlist, master or media
     */
    FetchResult run(byte[] bytes, HttpAddress from, Outlet outlet)
            throws FetchException, SinkException {
        Playlist first = parse(bytes);
        if (first instanceof Playlist.Media media) {
            return follow(media, from, nanoClock.getAsLong(), outlet);
        }
        HttpAddress address = from.resolve(choose((Playlist.Master) first).uri());
        long readNs = nanoClock.getAsLong();
        HttpSession.Fetched fetched = playlist(address);
        return follow(media(fetched), fetched.address(), readNs, outlet);
    }

    private FetchResult follow(
            Playlist.Media first, HttpAddress address, long firstReadNs, Outlet outlet)
            throws FetchException, SinkException {
        if (finishedOnly && !first.complete()) {
            throw new FetchException(Kind.PROTOCOL, "the playlist is live: required one that ends");
        }
        PlaylistFollower follower = new PlaylistFollower(times.stallNs(), firstReadNs);
        Playlist.Media playlist = first;
        long readNs = firstReadNs;
        while (true) {
            List<HlsSegment> fresh = follower.observe(playlist, nanoClock.getAsLong());
            for (HlsSegment segment : fresh) {
                hand(segment, address, playlist, outlet);
            }
            if (playlist.complete()) {
                return ended(follower);
            }
            // Judged by what was just read: handing on may have taken long.
            boolean unchanged = fresh.isEmpty();
            Optional<Playlist.Media> next = Optional.empty();
            while (next.isEmpty()) {
                if (unchanged && follower.isStale(nanoClock.getAsLong())) {
                    return stale(follower);
                }
                if (!session.pause(readNs + follower.reloadNs() - nanoClock.getAsLong())) {
                    throw new FetchException(Kind.CLOSED, "closed");
                }
                readNs = nanoClock.getAsLong();
                next = reload(address);
                unchanged = true;
            }
            playlist = next.get();
        }
    }

    private FetchResult ended(PlaylistFollower follower) throws FetchException {
        if (lastFailure != null && !anything) {
            throw lastFailure;
        }
        return new FetchResult(Kind.ENDED, "the playlist is complete" + losses(follower));
    }

    private FetchResult stale(PlaylistFollower follower) {
        return new FetchResult(
                Kind.DISCONNECTED,
                "playlist has not changed for %d s%s%s"
                        .formatted(
                                TimeUnit.NANOSECONDS.toSeconds(follower.staleAfterNs()),
                                losses(follower),
                                reloadFailure == null ? "" : "; " + reloadFailure));
    }

    private String losses(PlaylistFollower follower) {
        long lost = missing + follower.missed();
        return lost == 0 ? "" : "; " + lost + " segments could not be read";
    }

    /** Empty if it may go better the next time. */
    private Optional<Playlist.Media> reload(HttpAddress address) throws FetchException {
        try {
            Playlist.Media media = media(playlist(address));
            reloadFailure = null;
            return Optional.of(media);
        } catch (FetchException e) {
            boolean passing =
                    switch (e.kind()) {
                        case NOT_FOUND, UNREACHABLE, TIMEOUT, DISCONNECTED, PROTOCOL -> true;
                        case ENDED, UNAUTHENTICATED, FORBIDDEN_ADDRESS, LIMIT_EXCEEDED, CLOSED ->
                                false;
                    };
            if (!passing) {
                throw e;
            }
            reloadFailure = e.result().detail();
            return Optional.empty();
        }
    }

    private void hand(HlsSegment segment, HttpAddress playlist, Playlist.Media media, Outlet outlet)
            throws FetchException, SinkException {
        segments.check(segment, playlist);
        byte[] head;
        byte[] bytes;
        try {
            head = head(segment, playlist);
            bytes = segments.read(segment, playlist, media.targetDurationNs());
        } catch (FetchException e) {
            skip(e);
            return;
        }
        begin(segment, head, media.complete(), outlet);
        missingInARow = 0;
        if (PlaylistReader.isPlaylist(bytes)) {
            throw new FetchException(Kind.PROTOCOL, "a segment is a playlist again");
        }
        anything = true;
        outlet.open(format(segment, bytes));
        outlet.write(bytes, bytes.length);
    }

    /** What is to come before this segment; empty if it came already or there is none. */
    private byte[] head(HlsSegment segment, HttpAddress playlist) throws FetchException {
        if (segment.initialisation().isEmpty() || segment.initialisation().equals(initialisation)) {
            return NOTHING;
        }
        byte[] head = segments.read(segment.initialisation().get(), playlist, segment.sequence());
        initialisation = segment.initialisation();
        return Arrays.equals(head, beginning) ? NOTHING : head;
    }

    /**
     * A live source that changes its codec is opened anew; a finished one has nobody to do that.
     */
    private void begin(HlsSegment segment, byte[] head, boolean finished, Outlet outlet)
            throws FetchException, SinkException {
        if (head.length == 0) {
            return;
        }
        if (beginning.length > 0 && !finished) {
            throw new FetchException(
                    Kind.DISCONNECTED, "the media begins anew with segment " + segment.sequence());
        }
        beginning = head;
        outlet.open(MediaFormat.MP4);
        outlet.write(head, head.length);
    }

    private void skip(FetchException why) throws FetchException {
        boolean passing =
                switch (why.kind()) {
                    case NOT_FOUND, UNREACHABLE, TIMEOUT -> true;
                    case DISCONNECTED, PROTOCOL -> true;
                    case ENDED, UNAUTHENTICATED, FORBIDDEN_ADDRESS, LIMIT_EXCEEDED, CLOSED -> false;
                };
        lastFailure = why;
        missing++;
        missingInARow++;
        if (!passing || (!anything && missingInARow >= MAX_MISSING_IN_A_ROW)) {
            throw why;
        }
        if (missingInARow >= MAX_MISSING_IN_A_ROW) {
            throw new FetchException(
                    Kind.DISCONNECTED,
                    missingInARow
                            + " segments in a row could not be read: "
                            + why.result().detail());
        }
    }

    private static MediaFormat format(HlsSegment segment, byte[] bytes) {
        if (segment.initialisation().isPresent()) {
            return MediaFormat.MP4;
        }
        return bytes.length > 0 && bytes[0] == 0x47 ? MediaFormat.MPEGTS : MediaFormat.CONTAINER;
    }

    private HttpSession.Fetched playlist(HttpAddress address) throws FetchException {
        return session.fetch(
                address, Optional.empty(), limits.maxPlaylistBytes(), times.answerNs(), "playlist");
    }

    private static Playlist.Media media(HttpSession.Fetched fetched) throws FetchException {
        if (parse(fetched.bytes()) instanceof Playlist.Media media) {
            return media;
        }
        throw new FetchException(
                Kind.PROTOCOL, "a variant names variants again: required a list of segments");
    }

    private static Playlist parse(byte[] bytes) throws FetchException {
        try {
            return PlaylistReader.read(bytes);
        } catch (PlaylistException e) {
            throw new FetchException(Kind.PROTOCOL, String.valueOf(e.getMessage()));
        }
    }

    private Variant choose(Playlist.Master master) throws FetchException {
        String wanted = options.getOrDefault("hls.variant", "highest");
        if (!wanted.equals("highest") && !wanted.equals("lowest")) {
            throw new FetchException(
                    Kind.PROTOCOL, "hls.variant is \"" + wanted + "\", required highest or lowest");
        }
        return Variant.choose(
                        master.variants(),
                        Variant.Choice.valueOf(wanted.toUpperCase(Locale.ROOT)),
                        limits.maxPixels())
                .orElseThrow(
                        () ->
                                new FetchException(
                                        Kind.LIMIT_EXCEEDED,
                                        "every variant has more than %d pixels"
                                                .formatted(limits.maxPixels())));
    }
}

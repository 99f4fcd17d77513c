package io.watchword.ingest.http;

import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.hls.ByteRange;
import io.watchword.ingest.hls.Playlist.HlsSegment;
import io.watchword.ingest.hls.Playlist.Initialisation;
import io.watchword.ingest.hls.Playlist.SegmentKey;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings segments and what belongs to them, decrypted. Keeps the latest key and nothing else. */
final class SegmentSource {
    /** About a minute of the highest bit rates in use; a segment is in memory as a whole. */
    static final long MAX_SEGMENT_BYTES = 64L << 20;

    private static final int TRIES = 3;

    private final HttpSession session;
    private final HttpTimes times;
    private @Nullable HttpAddress keyAddress;
    private byte @Nullable [] keyBytes;

    SegmentSource(HttpSession session, HttpTimes times) {
        this.session = session;
        this.times = times;
    }

    /** Refuses a segment with an address that is never read, before anything of it is asked for. */
    void check(HlsSegment segment, HttpAddress playlist) throws FetchException {
        playlist.resolve(segment.uri());
        if (segment.key().isPresent()) {
            playlist.resolve(segment.key().get().uri());
        }
        if (segment.initialisation().isPresent()) {
            playlist.resolve(segment.initialisation().get().uri());
        }
    }

    byte[] read(HlsSegment segment, HttpAddress playlist, long targetDurationNs)
            throws FetchException {
        byte[] bytes =
                fetch(
                        playlist.resolve(segment.uri()),
                        segment.range(),
                        times.segmentNs(targetDurationNs));
        return open(bytes, segment.key(), playlist, segment.sequence());
    }

    byte[] read(Initialisation initialisation, HttpAddress playlist, long sequence)
            throws FetchException {
        byte[] bytes =
                fetch(
                        playlist.resolve(initialisation.uri()),
                        initialisation.range(),
                        times.answerNs());
        return open(bytes, initialisation.key(), playlist, sequence);
    }

    private byte[] open(byte[] bytes, Optional<SegmentKey> how, HttpAddress playlist, long sequence)
            throws FetchException {
        if (how.isEmpty()) {
            return bytes;
        }
        return SegmentCipher.decrypt(
                bytes, key(playlist.resolve(how.get().uri())), how.get(), sequence);
    }

    private byte[] key(HttpAddress address) throws FetchException {
        byte[] known = keyBytes;
        if (known != null && address.equals(keyAddress)) {
            return known;
        }
        byte[] bytes =
                session.fetch(
                                address,
                                Optional.empty(),
                                SegmentCipher.KEY_BYTES,
                                times.answerNs(),
                                "key")
                        .bytes();
        if (bytes.length != SegmentCipher.KEY_BYTES) {
            throw new FetchException(
                    Kind.PROTOCOL,
                    "a key has %d bytes, required %d"
                            .formatted(bytes.length, SegmentCipher.KEY_BYTES));
        }
        keyAddress = address;
        keyBytes = Arrays.copyOf(bytes, bytes.length);
        return bytes;
    }

    /** Tries again what may be a passing fault; what is not there is not asked for twice. */
    private byte[] fetch(HttpAddress address, Optional<ByteRange> range, long withinNs)
            throws FetchException {
        for (int tries = 0; ; tries++) {
            try {
                return session.fetch(address, range, MAX_SEGMENT_BYTES, withinNs, "segment")
                        .bytes();
            } catch (FetchException e) {
                boolean passing = e.kind() == Kind.DISCONNECTED || e.kind() == Kind.UNREACHABLE;
                if (!passing || tries + 1 == TRIES) {
                    throw e;
                }
                if (!session.pause(times.retryNs(tries))) {
                    throw new FetchException(Kind.CLOSED, "closed");
                }
            }
        }
    }
}

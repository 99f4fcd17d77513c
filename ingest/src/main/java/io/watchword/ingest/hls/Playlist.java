package io.watchword.ingest.hls;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** What a playlist says. Its addresses are as written, not yet resolved. */
public sealed interface Playlist {
    /** Names the forms in which a source is offered. */
    record Master(List<Variant> variants) implements Playlist {
        public Master {
            variants = List.copyOf(variants);
        }
    }

    /**
     * Names the segments of one form.
     *
     * @param targetDurationNs no segment is longer; sets the pace at which it is read again
     * @param complete nothing will be added
     */
    record Media(long targetDurationNs, boolean complete, List<HlsSegment> segments)
            implements Playlist {
        public Media {
            checkArgument(targetDurationNs > 0, "target duration is %d ns", targetDurationNs);
            segments = List.copyOf(segments);
        }
    }

    /**
     * How segments are encrypted: AES-128 in CBC mode.
     *
     * @param uri of the 16 bytes of the key
     * @param iv hexadecimal; without it the media sequence number serves
     */
    record SegmentKey(String uri, Optional<String> iv) {
        public SegmentKey {
            requireNonNull(uri, "uri is null");
            requireNonNull(iv, "iv is null");
        }

        @Override
        public String toString() {
            return "SegmentKey[***]";
        }
    }

    /** What a decoder needs before the segments: the beginning of a fragmented MP4 file. */
    record Initialisation(String uri, Optional<ByteRange> range, Optional<SegmentKey> key) {
        public Initialisation {
            requireNonNull(uri, "uri is null");
            requireNonNull(range, "range is null");
            requireNonNull(key, "key is null");
        }

        @Override
        public String toString() {
            return "Initialisation[***]";
        }
    }

    /**
     * @param sequence number of the segment, counted by the server
     */
    record HlsSegment(
            long sequence,
            String uri,
            Optional<ByteRange> range,
            Optional<SegmentKey> key,
            Optional<Initialisation> initialisation) {
        public HlsSegment {
            requireNonNull(uri, "uri is null");
            requireNonNull(range, "range is null");
            requireNonNull(key, "key is null");
            requireNonNull(initialisation, "initialisation is null");
        }

        @Override
        public String toString() {
            return "HlsSegment[" + sequence + "]"; // the address may hold a secret
        }
    }
}

package io.watchword.ingest.fetch;

/** What the bytes of a source are, as far as who fetched them knows. */
public enum MediaFormat {
    /** A container that a file can be, too: the decoder finds out which. */
    CONTAINER,
    MPEGTS,
    /** Fragmented MP4. */
    MP4,
    /**
     * RTP and RTCP packets, each handed on alone; the header is their session description (SDP).
     */
    RTP
}

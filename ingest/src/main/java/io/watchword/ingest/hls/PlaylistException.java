package io.watchword.ingest.hls;

/** A playlist that cannot be followed. The message holds nothing from the playlist's addresses. */
public final class PlaylistException extends Exception {
    private static final long serialVersionUID = 1L;

    public PlaylistException(String message) {
        super(message);
    }
}

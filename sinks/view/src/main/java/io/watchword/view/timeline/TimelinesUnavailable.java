package io.watchword.view.timeline;

/** Timelines cannot be read now, and can be later: the view starts, or moves streams. */
public final class TimelinesUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TimelinesUnavailable(String message) {
        super(message);
    }

    public TimelinesUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}

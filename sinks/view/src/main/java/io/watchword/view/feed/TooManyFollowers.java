package io.watchword.view.feed;

/** As many follow as are allowed at once; another may later. */
public final class TooManyFollowers extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooManyFollowers(int allowed) {
        super(allowed + " follow already, more are not allowed");
    }
}

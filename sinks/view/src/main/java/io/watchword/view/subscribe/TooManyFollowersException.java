package io.watchword.view.subscribe;

/** As many follow as may; another has to come later. */
public final class TooManyFollowersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooManyFollowersException(int most) {
        super(most + " follow already, no further one is taken");
    }
}

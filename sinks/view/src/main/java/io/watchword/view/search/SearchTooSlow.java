package io.watchword.view.search;

/** A search did not end within its deadline: asking for less may help, or asking later. */
public final class SearchTooSlow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SearchTooSlow(long deadlineMs) {
        super("the search took longer than " + deadlineMs + " ms: narrow it by stream or time");
    }
}

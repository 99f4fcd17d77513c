package io.watchword.view.access;

/** Knows callers by credentials that another server signed. Thread-safe. */
@FunctionalInterface
public interface BearerVerifier {
    /**
     * Who shows it.
     *
     * @throws Refused if it does not hold
     */
    Caller verify(String credential);
}

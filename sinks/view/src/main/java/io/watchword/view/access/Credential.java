package io.watchword.view.access;

/** What a caller showed. Thread-safe. */
@FunctionalInterface
public interface Credential {
    /** Whether it has neither expired nor been withdrawn. */
    boolean stands();
}

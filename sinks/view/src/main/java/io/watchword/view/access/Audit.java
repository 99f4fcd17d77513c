package io.watchword.view.access;

/** Is told what callers did, and what was refused them. Thread-safe. */
@FunctionalInterface
public interface Audit {
    /** Of an installation that only its owner reaches. */
    Audit NONE = entry -> {};

    /**
     * One deed.
     *
     * @param who the principal; empty where nobody knows
     * @param from address of the caller
     * @param what the way in, or the command
     * @param of what it was about
     * @param outcome {@code done}, or why not
     */
    record Entry(String who, String from, String what, String of, String outcome) {}

    void record(Entry entry);
}

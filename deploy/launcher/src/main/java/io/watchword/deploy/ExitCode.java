package io.watchword.deploy;

/** What the process ends with: scripts rely on it. */
public final class ExitCode {
    public static final int OK = 0;

    /** Something of ours failed; the log says what. */
    public static final int INTERNAL = 1;

    /** Bad arguments or configuration: nothing was done. */
    public static final int BAD_USE = 2;

    /** A source could not be read; the others are done. */
    public static final int UNREADABLE = 3;

    private ExitCode() {}
}

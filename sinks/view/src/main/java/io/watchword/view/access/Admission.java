package io.watchword.view.access;

import java.util.function.BooleanSupplier;

/**
 * A caller that was let in. Whatever stays open asks {@link #holds} again and again, and takes a
 * place while it is open. Thread-safe.
 */
public final class Admission {
    /** Of the person at this machine, where nobody else can come in. */
    public static final Admission LOCAL = always(Rights.ALL);

    private final Rights rights;
    private final BooleanSupplier holds;
    private final BooleanSupplier take;
    private final Runnable free;

    Admission(Rights rights, BooleanSupplier holds, BooleanSupplier take, Runnable free) {
        this.rights = rights;
        this.holds = holds;
        this.take = take;
        this.free = free;
    }

    /** One that nobody takes back. */
    public static Admission always(Rights rights) {
        return new Admission(rights, () -> true, () -> true, () -> {});
    }

    public Rights rights() {
        return rights;
    }

    /** Whether the caller would be let in again; not, where that cannot be found out. */
    public boolean holds() {
        try {
            return holds.getAsBoolean();
        } catch (Refused e) {
            return false;
        }
    }

    /** Takes one of the caller's places for feeds, to be given back by {@link #leaveFeed}. */
    public boolean enterFeed() {
        return take.getAsBoolean();
    }

    public void leaveFeed() {
        free.run();
    }
}

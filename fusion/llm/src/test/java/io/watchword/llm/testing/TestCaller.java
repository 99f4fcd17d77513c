package io.watchword.llm.testing;

import io.watchword.llm.decode.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Waits until {@link #leave} is called. */
public final class TestCaller implements Caller {
    private final OptionalLong remainingNs;
    private final List<Runnable> actions = new ArrayList<>();
    private boolean gone;

    public TestCaller(OptionalLong remainingNs) {
        this.remainingNs = remainingNs;
    }

    public TestCaller() {
        this(OptionalLong.empty());
    }

    public void leave() {
        List<Runnable> due;
        synchronized (this) {
            gone = true;
            due = List.copyOf(actions);
        }
        due.forEach(Runnable::run);
    }

    /** Actions that wait to be done. */
    public synchronized int watches() {
        return actions.size();
    }

    @Override
    public synchronized boolean gone() {
        return gone;
    }

    @Override
    public OptionalLong remainingNs() {
        return remainingNs;
    }

    @Override
    public Watch onGone(Runnable action) {
        synchronized (this) {
            if (!gone) {
                actions.add(action);
                return () -> remove(action);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void remove(Runnable action) {
        actions.remove(action);
    }
}

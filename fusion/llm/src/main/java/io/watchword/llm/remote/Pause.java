package io.watchword.llm.remote;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.watchword.llm.decode.Caller;
import java.util.concurrent.CountDownLatch;

/** Waits between attempts. */
@FunctionalInterface
interface Pause {
    /** Returns true when the time has passed, false as soon as the caller has gone. */
    boolean await(long ns, Caller caller) throws InterruptedException;

    /** On the clock. */
    Pause REAL =
            (ns, caller) -> {
                CountDownLatch gone = new CountDownLatch(1);
                try (Caller.Watch watch = caller.onGone(gone::countDown)) {
                    return !gone.await(ns, NANOSECONDS);
                }
            };
}

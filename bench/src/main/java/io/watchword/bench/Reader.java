package io.watchword.bench;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;

/** What one subscriber has got: which events, and how long each took. */
final class Reader {
    private final long[] sentNs;
    private final long[] tookNs;
    private final BitSet got = new BitSet();
    private final AtomicInteger twice = new AtomicInteger();
    private volatile String cursor = "";
    private volatile boolean cut;

    /**
     * @param sentNs when each event was appended
     */
    Reader(long[] sentNs) {
        this.sentNs = sentNs;
        this.tookNs = new long[sentNs.length];
    }

    synchronized void got(int number, String next) {
        if (got.get(number)) {
            twice.incrementAndGet();
        } else {
            tookNs[number] = System.nanoTime() - sentNs[number];
        }
        got.set(number);
        cursor = next;
    }

    void at(String next) {
        cursor = next;
    }

    void cut(String next) {
        cursor = next;
        cut = true;
    }

    boolean wasCut() {
        return cut;
    }

    /** Where it goes on. */
    String cursor() {
        return cursor;
    }

    synchronized boolean hasAll() {
        return got.cardinality() == sentNs.length;
    }

    synchronized int missing() {
        return sentNs.length - got.cardinality();
    }

    int twice() {
        return twice.get();
    }

    synchronized long[] tookNs() {
        return tookNs.clone();
    }
}

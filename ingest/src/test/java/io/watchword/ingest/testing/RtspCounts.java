package io.watchword.ingest.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a {@link FakeRtspServer} has seen. */
public final class RtspCounts {
    final AtomicInteger authFailures = new AtomicInteger();
    final AtomicInteger playing = new AtomicInteger();
    final AtomicInteger answers = new AtomicInteger();
    final AtomicLong packets = new AtomicLong();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();

    RtspCounts() {}

    void count(String method) {
        requests.computeIfAbsent(method, name -> new AtomicInteger()).incrementAndGet();
    }

    /** Requests of a method, refused ones as well. */
    public int requests(String method) {
        AtomicInteger count = requests.get(method);
        return count == null ? 0 : count.get();
    }

    /** Requests whose password was wrong. */
    public int authFailures() {
        return authFailures.get();
    }

    /** Clients that play now. */
    public int playing() {
        return playing.get();
    }

    /** Responses of clients to requests of the server. */
    public int answers() {
        return answers.get();
    }

    /** RTP packets sent to all clients. */
    public long packets() {
        return packets.get();
    }
}

package io.watchword.view.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Writes messages to one browser without a thread that waits for it. What it does not take yet
 * waits here, a few messages; whoever sends looks at {@link #isReady} first. Any thread may send.
 */
final class SseConnection implements WriteListener {
    /** Messages; a little more than the socket's own buffer holds is enough. */
    private static final int FEW = 8;

    private final ServletOutputStream out;
    private final Runnable drained;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean begun;
    private boolean dirty;
    private boolean ending;

    /**
     * @param out of a request that is answered asynchronously
     * @param drained told when messages may be sent again
     */
    SseConnection(ServletOutputStream out, Runnable drained) {
        this.out = out;
        this.drained = drained;
    }

    /** Ends when the browser goes away or the server ends it. */
    CompletableFuture<Void> done() {
        return done;
    }

    void begin() {
        out.setWriteListener(this);
        synchronized (this) {
            begun = true; // before, a write would wait for the browser
        }
        onWritePossible();
    }

    synchronized boolean isReady() {
        return waiting.size() < FEW && !ending;
    }

    /** Takes a message, however many wait. */
    void send(byte[] message) {
        synchronized (this) {
            if (ending) {
                return;
            }
            waiting.add(message);
        }
        drain();
    }

    /** Sends what waits and this, and ends. */
    void end(byte[] last) {
        synchronized (this) {
            if (ending) {
                return;
            }
            waiting.add(last);
            ending = true;
        }
        drain();
    }

    @Override
    public void onWritePossible() {
        drain();
        if (isReady()) {
            drained.run();
        }
    }

    private void drain() {
        boolean ended;
        try {
            ended = write();
        } catch (IOException | IllegalStateException e) { // the browser has gone
            ended = true;
        }
        if (ended) {
            done.complete(null);
        }
    }

    /** Whether all is said. */
    private synchronized boolean write() throws IOException {
        while (begun && !done.isDone() && out.isReady()) {
            byte[] next = waiting.poll();
            if (next != null) {
                out.write(next);
                dirty = true;
            } else if (dirty) {
                dirty = false;
                out.flush();
            } else {
                return ending;
            }
        }
        return false;
    }

    @Override
    public void onError(Throwable failure) {
        done.complete(null);
    }
}

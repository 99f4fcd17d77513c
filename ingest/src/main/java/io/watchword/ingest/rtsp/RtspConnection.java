package io.watchword.ingest.rtsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages and interleaved packets over one socket. One thread reads, several may send; {@link
 * #stop} comes from any thread. Memory is one buffer, whatever comes.
 */
final class RtspConnection implements AutoCloseable {
    static final int MAX_HEAD_BYTES = 16 << 10;
    private static final int BUFFER_BYTES = 128 << 10; // holds the longest head with its body
    private static final int READ_BYTES = 16 << 10;
    private static final long LOOK_UP_NS = 100_000_000; // how soon stop() is seen
    private static final long FAREWELL_NS = 300_000_000;

    private final DeadlineSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private int searched;
    private volatile boolean stopped;
    private volatile boolean sending;

    /**
     * @param in of the socket, or of TLS over it
     */
    RtspConnection(DeadlineSocket socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.in = in;
        this.out = out;
    }

    InetAddress localAddress() {
        return socket.getLocalAddress();
    }

    InetAddress remoteAddress() {
        return socket.getInetAddress();
    }

    synchronized void send(String text) throws IOException {
        sending = true;
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } finally {
            sending = false;
        }
    }

    /**
     * The next message or packet, or {@link Incoming#QUIET} at the deadline.
     *
     * @throws RtspFailure if what comes is no RTSP, too large, over, or {@link #stop} was called
     */
    Incoming next(long deadlineNs) throws IOException {
        while (true) {
            if (stopped) {
                throw Failures.closed();
            }
            Incoming found = take();
            if (found != null) {
                return found;
            }
            if (!fill(deadlineNs)) {
                return Incoming.QUIET;
            }
        }
    }

    private @Nullable Incoming take() throws RtspFailure {
        while (start < end && (buffer[start] == '\r' || buffer[start] == '\n')) {
            start++;
        }
        if (start == end) {
            return null;
        }
        if (buffer[start] == '$') {
            return takeFrame();
        }
        if (buffer[start] < 'A' || buffer[start] > 'Z') {
            throw Failures.protocol("what came is no RTSP");
        }
        return takeMessage();
    }

    private @Nullable Incoming takeFrame() {
        if (end - start < 4) {
            return null;
        }
        int length = (buffer[start + 2] & 0xff) << 8 | (buffer[start + 3] & 0xff);
        if (end - start < 4 + length) {
            return null;
        }
        Incoming frame = new Incoming.Frame(buffer[start + 1] & 0xff, buffer, start + 4, length);
        start += 4 + length;
        return frame;
    }

    private @Nullable Incoming takeMessage() throws RtspFailure {
        int headEnd = headEnd();
        if ((headEnd < 0 ? end : headEnd) - start > MAX_HEAD_BYTES) {
            throw Failures.limit("a head of more than " + MAX_HEAD_BYTES + " bytes");
        }
        if (headEnd < 0) {
            return null;
        }
        RtspMessage head = RtspMessage.parse(buffer, start, headEnd - start);
        int bodyEnd = headEnd + head.bodyLength();
        if (end < bodyEnd) {
            return null;
        }
        byte[] body = Arrays.copyOfRange(buffer, headEnd, bodyEnd);
        start = bodyEnd;
        searched = 0;
        return new Incoming.Message(head.withBody(body));
    }

    /** Just behind the empty line; -1 if it has not come. */
    private int headEnd() {
        for (int i = Math.max(start, searched); i < end; i++) {
            if (buffer[i] != '\n') {
                continue;
            }
            boolean empty = i > start && (buffer[i - 1] == '\n' || isEmptyWithReturn(i));
            if (empty) {
                searched = i; // found again at once while the body comes
                return i + 1;
            }
        }
        searched = end;
        return -1;
    }

    private boolean isEmptyWithReturn(int i) {
        return i > start + 1 && buffer[i - 1] == '\r' && buffer[i - 2] == '\n';
    }

    /** False if nothing came until the deadline. */
    private boolean fill(long deadlineNs) throws IOException {
        if (BUFFER_BYTES - end < READ_BYTES) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            searched = Math.max(0, searched - start);
            end -= start;
            start = 0;
        }
        while (true) {
            if (stopped) {
                throw Failures.closed();
            }
            long nowNs = System.nanoTime();
            if (deadlineNs - nowNs <= 0) {
                return false;
            }
            socket.readUntil(nowNs + Math.min(deadlineNs - nowNs, LOOK_UP_NS));
            try {
                int count = in.read(buffer, end, BUFFER_BYTES - end);
                if (count < 0) {
                    throw Failures.disconnected("the server closed the connection");
                }
                end += count;
                return true;
            } catch (SocketTimeoutException e) {
                // looks up whether it is to stop, and goes on
            }
        }
    }

    /** Says a last word and waits a moment that it arrives, then closes. */
    void farewell(String text) {
        try {
            send(text);
            socket.shutdownOutput();
            long untilNs = System.nanoTime() + FAREWELL_NS;
            socket.readUntil(untilNs);
            while (System.nanoTime() - untilNs < 0 && in.read(buffer) >= 0) {
                socket.readUntil(untilNs); // packets under way: unread, they would reset it
            }
        } catch (IOException e) {
            // it is gone already
        } finally {
            close();
        }
    }

    /** Ends {@link #next} soon; the connection can still say farewell. */
    void stop() {
        stopped = true;
        if (sending) {
            close(); // a server that takes nothing would hold the sender
        }
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is left to do with it
        }
    }
}

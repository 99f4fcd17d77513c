package io.watchword.ingest.rtsp;

import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.FetchResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to addresses that the egress policy allows, one after the other. {@link #stop}
 * comes from any thread and ends the one at hand, too.
 */
final class RtspDialer {
    private final EgressGuard guard;
    private final SSLSocketFactory tls;
    private final long timeoutNs;
    private final Object lock = new Object();
    private boolean stopped;
    private @Nullable DeadlineSocket opening;
    private @Nullable RtspConnection connection;

    RtspDialer(EgressGuard guard, SSLSocketFactory tls, long timeoutNs) {
        this.guard = guard;
        this.tls = tls;
        this.timeoutNs = timeoutNs;
    }

    RtspConnection dial(RtspUrl url) throws IOException {
        long deadlineNs = System.nanoTime() + timeoutNs;
        List<InetAddress> addresses = guard.resolve(url.host(), url.port());
        for (InetAddress address : addresses) {
            DeadlineSocket socket = new DeadlineSocket();
            try {
                keep(socket);
                long leftNs = deadlineNs - System.nanoTime();
                if (leftNs <= 0) {
                    break;
                }
                socket.setTcpNoDelay(true);
                socket.connect(
                        new InetSocketAddress(address, url.port()),
                        (int) Math.max(1, leftNs / 1_000_000));
            } catch (IOException e) {
                socket.close(); // perhaps the next address answers
                continue;
            }
            try {
                return open(url, socket, deadlineNs);
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        }
        throw new RtspFailure(
                FetchResult.Kind.UNREACHABLE, "no connection to " + url.host() + ":" + url.port());
    }

    private RtspConnection open(RtspUrl url, DeadlineSocket socket, long deadlineNs)
            throws IOException {
        RtspConnection opened;
        if (url.scheme().equals("rtsps")) {
            socket.readUntil(deadlineNs);
            SSLSocket secure = (SSLSocket) tls.createSocket(socket, url.host(), url.port(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the name must be the host's
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            opened = new RtspConnection(socket, secure.getInputStream(), secure.getOutputStream());
        } else {
            opened = new RtspConnection(socket, socket.getInputStream(), socket.getOutputStream());
        }
        synchronized (lock) {
            opening = null;
            connection = opened;
            if (stopped) {
                opened.stop();
            }
        }
        return opened;
    }

    private void keep(DeadlineSocket socket) throws RtspFailure {
        synchronized (lock) {
            if (stopped) {
                throw Failures.closed();
            }
            opening = socket;
            connection = null;
        }
    }

    /** Ends the connection at hand, and opens no other. */
    void stop() {
        synchronized (lock) {
            stopped = true;
            if (connection != null) {
                connection.stop();
            }
            if (opening != null) {
                try {
                    opening.close();
                } catch (IOException e) {
                    // nothing is left to do with it
                }
            }
        }
    }

    boolean isStopped() {
        synchronized (lock) {
            return stopped;
        }
    }
}

package io.watchword.ingest.rtsp;

import java.io.IOException;

/** A session that plays: what is to be done beside taking packets. */
final class LiveSession {
    private final RtspConnection connection;
    private final RtspExchange exchange;
    private final RtspAuth auth;
    private final KeepAlive keepAlive;
    private final PacketTaker taker;
    private final long stallNs;

    LiveSession(
            RtspConnection connection,
            RtspExchange exchange,
            RtspAuth auth,
            KeepAlive keepAlive,
            PacketTaker taker,
            long stallNs) {
        this.connection = connection;
        this.exchange = exchange;
        this.auth = auth;
        this.keepAlive = keepAlive;
        this.taker = taker;
        this.stallNs = stallNs;
    }

    RtspConnection connection() {
        return connection;
    }

    /**
     * Keeps the session; called at least at the moment that it returned last.
     *
     * @return when it is to be called again at the latest
     * @throws RtspFailure if no packet came for too long
     */
    long tend(long nowNs) throws IOException {
        if (nowNs - taker.lastNs() >= stallNs) {
            throw Failures.timeout("no packet", stallNs);
        }
        keepAlive.send(nowNs);
        long silentNs = taker.lastNs() + stallNs;
        return silentNs - keepAlive.nextNs() < 0 ? silentNs : keepAlive.nextNs();
    }

    /** The server said something. Called by the thread that reads the connection. */
    void told(RtspMessage message) throws IOException {
        if (message.isResponse()) {
            keepAlive.answered(message, auth);
        } else {
            exchange.answer(message);
        }
    }
}

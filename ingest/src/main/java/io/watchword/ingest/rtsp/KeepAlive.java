package io.watchword.ingest.rtsp;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session as the server named it, and the requests that keep it. One thread sends; the one that
 * reads tells of the answers.
 */
final class KeepAlive {
    private static final Pattern SESSION =
            Pattern.compile(
                    "([\\x21-\\x7e&&[^;,]]{1,256})\\s*(?:;.*?timeout\\s*=\\s*([0-9]{1,6}).*|;.*)?");
    private static final int DEFAULT_TIMEOUT_S = 60;
    // Some servers never answer these; one that does not even read them must not fill the socket.
    private static final int MAX_UNANSWERED = 64;

    private final RtspExchange exchange;
    private final String url;
    private final String session;
    private final long everyNs;
    private volatile boolean parameters;
    private final AtomicInteger unanswered = new AtomicInteger();
    private boolean renewed;
    private long nextNs;

    private KeepAlive(
            RtspExchange exchange, String url, String session, long everyNs, boolean parameters) {
        this.exchange = exchange;
        this.url = url;
        this.session = session;
        this.everyNs = everyNs;
        this.parameters = parameters;
    }

    /**
     * @param header the Session of a response
     * @param parameters whether the server offers GET_PARAMETER
     */
    static KeepAlive of(RtspExchange exchange, String url, String header, boolean parameters)
            throws RtspFailure {
        Matcher found = SESSION.matcher(header.strip());
        if (!found.matches()) {
            throw Failures.protocol("a session without a name");
        }
        String timeout = found.group(2);
        int timeoutS = timeout == null ? DEFAULT_TIMEOUT_S : Integer.parseInt(timeout);
        long everyNs = Math.max(1, timeoutS) * 500_000_000L;
        return new KeepAlive(exchange, url, found.group(1), everyNs, parameters);
    }

    /** The header line of requests within the session. */
    String header() {
        return "Session: " + session + "\r\n";
    }

    void started(long nowNs) {
        nextNs = nowNs + everyNs;
    }

    long nextNs() {
        return nextNs;
    }

    /** Sends one if it is time. */
    void send(long nowNs) throws IOException {
        if (nowNs - nextNs < 0) {
            return;
        }
        nextNs = nowNs + everyNs;
        if (unanswered.get() < MAX_UNANSWERED) {
            unanswered.incrementAndGet();
            exchange.send(parameters ? "GET_PARAMETER" : "OPTIONS", url, header());
        }
    }

    /**
     * The server answered one.
     *
     * @throws RtspFailure if it does not know the session any more
     */
    void answered(RtspMessage response, RtspAuth auth) throws IOException {
        unanswered.set(0);
        boolean again = renewed;
        renewed = response.status() == 401;
        switch (response.status()) {
            case 401 -> {
                if (again || !auth.challenged(response)) {
                    throw Failures.status("a keep-alive", 401);
                }
                exchange.send(parameters ? "GET_PARAMETER" : "OPTIONS", url, header());
            }
            case 405, 501, 551 -> parameters = false;
            case 454 -> throw Failures.disconnected("the server forgot the session");
            default -> {}
        }
    }
}

package io.watchword.ingest.rtsp;

import io.watchword.ingest.rtsp.Incoming.Frame;
import io.watchword.ingest.rtsp.Incoming.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Requests and their responses, numbered; and what the server asks of us. */
final class RtspExchange {
    /** Takes packets that come between messages. */
    interface Packets {
        void frame(Frame frame) throws IOException;
    }

    private static final int MAX_SERVER_REQUESTS = 200; // per connection: each costs an answer
    private static final int MAX_TRIES = 3; // unasked, with a password, with a fresh nonce

    private final RtspConnection connection;
    private final RtspAuth auth;
    private final long responseTimeoutNs;
    private int cseq;
    private int serverRequests;

    RtspExchange(RtspConnection connection, RtspAuth auth, long responseTimeoutNs) {
        this.connection = connection;
        this.auth = auth;
        this.responseTimeoutNs = responseTimeoutNs;
    }

    /** Sends a request and does not wait; returns its number. */
    synchronized int send(String method, String url, String headers) throws IOException {
        String uri = printable(url);
        cseq++;
        connection.send(text(method, uri, headers));
        return cseq;
    }

    /** A request as it is sent, with a number that no other has. */
    synchronized String farewell(String method, String url, String headers) {
        cseq++;
        return text(method, printable(url), headers);
    }

    private String text(String method, String uri, String headers) {
        return method
                + " "
                + uri
                + " RTSP/1.0\r\nCSeq: "
                + cseq
                + "\r\nUser-Agent: Watchword\r\n"
                + auth.header(method, uri)
                + headers
                + "\r\n";
    }

    /**
     * Sends a request and waits for its response, which is any but a 401 that a password answers.
     *
     * @param headers whole lines
     * @throws RtspFailure if none comes in time, or the password is refused
     */
    RtspMessage request(String method, String url, String headers, Packets packets)
            throws IOException {
        for (int tries = 1; tries <= MAX_TRIES; tries++) {
            RtspMessage response = await(method, send(method, url, headers), packets);
            if (response.status() != 401) {
                if (response.status() < 400) {
                    auth.accepted();
                }
                return response;
            }
            if (!auth.challenged(response)) {
                break;
            }
        }
        throw Failures.status(method, 401);
    }

    private RtspMessage await(String method, int number, Packets packets) throws IOException {
        long deadlineNs = System.nanoTime() + responseTimeoutNs;
        while (true) {
            Incoming incoming = connection.next(deadlineNs);
            if (incoming instanceof Frame frame) {
                packets.frame(frame);
            } else if (incoming instanceof Message message) {
                if (message.message().isResponse() && !isLate(message.message(), number)) {
                    return message.message();
                }
                answer(message.message());
            }
            if (incoming instanceof Incoming.Quiet || System.nanoTime() - deadlineNs > 0) {
                throw Failures.timeout("no answer to " + method, responseTimeoutNs);
            }
        }
    }

    /** Whether it answers an earlier request. */
    private static boolean isLate(RtspMessage response, int number) throws RtspFailure {
        long cseq = response.cseq();
        if (cseq == number) {
            return false;
        }
        if (cseq > 0 && cseq < number) {
            return true;
        }
        throw Failures.protocol("a response with a number (CSeq) that no request had");
    }

    /** Answers a request of the server; responses need none. */
    void answer(RtspMessage message) throws IOException {
        if (message.isResponse()) {
            return;
        }
        if (message.method().equals("REDIRECT")) {
            throw Failures.disconnected("the server asks to go elsewhere");
        }
        if (message.method().equals("TEARDOWN")) {
            throw Failures.disconnected("the server ended the session");
        }
        serverRequests++;
        if (serverRequests > MAX_SERVER_REQUESTS) {
            throw Failures.limit("more than " + MAX_SERVER_REQUESTS + " requests of the server");
        }
        boolean known =
                switch (message.method()) {
                    case "OPTIONS", "GET_PARAMETER", "SET_PARAMETER", "PLAY_NOTIFY" -> true;
                    default -> false;
                };
        String number = message.cseq() < 0 ? "" : "CSeq: " + message.cseq() + "\r\n";
        connection.send(
                "RTSP/1.0 "
                        + (known ? "200 OK" : "501 Not Implemented")
                        + "\r\n"
                        + number
                        + "\r\n");
    }

    /**
     * Checks the status of a response.
     *
     * @throws RtspRedirect if it is elsewhere
     * @throws RtspFailure unless it is success
     */
    static RtspMessage require(String method, RtspMessage response) throws IOException {
        int status = response.status();
        if (status >= 200 && status < 300) {
            return response;
        }
        if (status >= 300 && status < 400 && status != 304 && status != 305) {
            Optional<RtspUrl> location = response.header("location").flatMap(RtspUrl::parse);
            throw new RtspRedirect(
                    location.orElseThrow(
                            () -> Failures.protocol("a redirect to what is no RTSP address")));
        }
        throw Failures.status(method, status);
    }

    /** An address as it may stand in a request line: the rest percent-encoded. */
    private static String printable(String url) {
        StringBuilder text = new StringBuilder(url.length());
        for (byte one : url.getBytes(StandardCharsets.UTF_8)) {
            if (one > 0x20 && one < 0x7f) {
                text.append((char) one);
            } else {
                text.append(String.format("%%%02X", one & 0xff));
            }
        }
        return text.toString();
    }
}

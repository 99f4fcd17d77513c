package io.watchword.ingest.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection to a {@link FakeRtspServer}: its requests and its packets. One thread's. */
final class ServedClient {
    private static final Pattern PORTS = Pattern.compile("client_port=(\\d+)-(\\d+)");
    private static final Pattern CHANNELS = Pattern.compile("interleaved=(\\d+)-(\\d+)");

    private final FakeRtspServer server;
    private final RtspFaults faults;
    private final SocketChannel channel;
    private final Outbox outbox;
    private final @Nullable Garbler garbler;
    private final String nonce;
    private final ByteBuffer received = ByteBuffer.allocate(16 << 10);
    private final List<Track> tracks = new ArrayList<>();
    private @Nullable RtpRecording recording;
    private @Nullable PacketFlow flow;
    private int renewals;
    private int authenticated;
    private long lastRequestNs;

    /** Where packets of a medium go: a pair of channels, or a pair of ports. */
    record Track(int medium, int first, int second, boolean udp) {}

    ServedClient(FakeRtspServer server, SocketChannel channel, long number, long nowNs) {
        this.server = server;
        this.faults = server.faults();
        this.channel = channel;
        this.outbox = new Outbox(faults.bytesPerSecond, nowNs);
        this.garbler = faults.garbage == null ? null : new Garbler(faults.garbage + number);
        this.nonce = HexFormat.of().toHexDigits(number * 0x9e3779b97f4a7c15L);
        this.lastRequestNs = nowNs;
    }

    /** Reads what came. False if the client went away. */
    boolean read(long nowNs) throws IOException {
        int count = channel.read(received);
        if (count < 0) {
            return false;
        }
        received.flip();
        while (takeOne(nowNs)) {
            lastRequestNs = nowNs;
        }
        received.compact();
        return received.hasRemaining();
    }

    private boolean takeOne(long nowNs) throws IOException {
        String text =
                new String(
                        received.array(),
                        received.position(),
                        received.remaining(),
                        StandardCharsets.ISO_8859_1);
        if (text.startsWith("$") && text.length() >= 4) {
            int length = 4 + (received.getShort(received.position() + 2) & 0xffff);
            if (text.length() < length) {
                return false;
            }
            received.position(received.position() + length);
            return true;
        }
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        received.position(received.position() + end + 4);
        answer(RtspRequest.of(text.substring(0, end + 2)), nowNs);
        return true;
    }

    private void answer(RtspRequest request, long nowNs) throws IOException {
        if (request.method().startsWith("RTSP/")) {
            server.counts().answers.incrementAndGet();
            return;
        }
        server.counts().count(request.method());
        String wrong = unauthorised(request);
        if (wrong != null) {
            send(request, "401 Unauthorized", wrong, "");
            return;
        }
        switch (request.method()) {
            case "OPTIONS" ->
                    send(
                            request,
                            "200 OK",
                            "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN\r\n",
                            "");
            case "DESCRIBE" -> describe(request);
            case "SETUP" -> setUp(request);
            case "PLAY" -> {
                send(request, "200 OK", session(), "");
                stop();
                flow = new PacketFlow(server, recording(request), tracks, nowNs, remote());
                server.counts().playing.incrementAndGet();
            }
            case "TEARDOWN" -> {
                send(request, "200 OK", session(), "");
                stop();
            }
            case "GET_PARAMETER" -> send(request, "200 OK", session(), "");
            default -> send(request, "501 Not Implemented", "", "");
        }
    }

    private @Nullable String unauthorised(RtspRequest request) {
        FakeAuth auth = server.auth();
        if (auth == null) {
            return null;
        }
        String header = request.header("Authorization");
        String current = nonce + renewals;
        if (auth.accepts(header, request.method(), current)) {
            authenticated++;
            if (authenticated % faults.staleAfter != 0) {
                return null;
            }
            renewals++;
            return auth.challenge(nonce + renewals, true);
        }
        if (!header.isEmpty()) {
            server.counts().authFailures.incrementAndGet();
        }
        return auth.challenge(current, false);
    }

    private void describe(RtspRequest request) throws IOException {
        RtpRecording found = server.recording(request.path());
        if (faults.redirectTo != null && faults.redirectRequestAfter == Long.MAX_VALUE) {
            send(request, "302 Found", "Location: " + faults.redirectTo + "\r\n", "");
            return;
        }
        if (found == null) {
            send(request, "404 Not Found", "", "");
            return;
        }
        StringBuilder text = new StringBuilder("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=fake\r\n");
        text.append("c=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\n");
        for (int i = 0; i < found.media().size(); i++) {
            text.append(found.media().get(i).description());
            text.append("a=control:trackID=").append(i).append("\r\n");
        }
        String base = faults.contentBase == null ? request.url() + "/" : faults.contentBase;
        String headers = "Content-Base: " + base + "\r\nContent-Type: application/sdp\r\n";
        send(request, "200 OK", headers, text.toString());
    }

    private void setUp(RtspRequest request) throws IOException {
        String transport = request.header("Transport");
        Matcher ports = PORTS.matcher(transport);
        Matcher channels = CHANNELS.matcher(transport);
        boolean udp = ports.find();
        Matcher pair = udp ? ports : channels;
        if (request.track() < 0 || (!udp && !channels.find())) {
            send(request, "461 Unsupported Transport", "", "");
            return;
        }
        tracks.add(
                new Track(
                        request.track(),
                        Integer.parseInt(pair.group(1)),
                        Integer.parseInt(pair.group(2)),
                        udp));
        if (udp) {
            server.clientPort(Integer.parseInt(pair.group(1)));
        }
        String granted = udp ? transport + ";server_port=" + server.udpPorts() : transport;
        send(request, "200 OK", "Transport: " + granted + "\r\n" + session(), "");
    }

    private RtpRecording recording(RtspRequest request) throws IOException {
        if (recording == null) {
            recording = server.recording(request.path());
        }
        if (recording == null || tracks.isEmpty()) {
            throw new IOException("PLAY without SETUP");
        }
        return recording;
    }

    private String session() {
        return "Session: " + nonce + ";timeout=" + faults.sessionTimeoutS + "\r\n";
    }

    private InetSocketAddress remote() throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    private void send(RtspRequest request, String status, String headers, String body) {
        StringBuilder text = new StringBuilder("RTSP/1.0 ").append(status).append("\r\nCSeq: ");
        text.append(faults.wrongCseq ? "4711" : request.header("CSeq")).append("\r\n");
        text.append(headers);
        for (int i = 0; i < faults.hugeHeaderBytes; i += 1000) {
            text.append("X-Filler-").append(i).append(": ").append("x".repeat(980)).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        byte[] bytes = text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
        byte[] sent = garbler == null ? bytes : garbler.response(bytes);
        outbox.room(sent.length).put(sent);
    }

    /**
     * Sends what is due.
     *
     * @return whether the connection is to stay
     */
    boolean tick(long nowNs) throws IOException {
        outbox.flush(channel, nowNs);
        if (nowNs - lastRequestNs > faults.sessionTimeoutS * 1_000_000_000L) {
            return false;
        }
        PacketFlow running = flow;
        if (running == null) {
            return true;
        }
        boolean goesOn = running.send(outbox, garbler, nowNs);
        outbox.flush(channel, nowNs);
        if (running.isReset()) {
            reset();
        }
        return goesOn || !outbox.isEmpty();
    }

    /** When {@link #tick} is to be called again. */
    long nextNs(long nowNs) {
        long next = nowNs + (outbox.isEmpty() ? 1_000_000_000L : 20_000_000L);
        return flow == null ? next : Math.min(next, flow.nextNs(nowNs));
    }

    /** Lets the client find its connection reset. */
    void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        throw new IOException("reset");
    }

    void stop() {
        if (flow != null) {
            flow = null;
            server.counts().playing.decrementAndGet();
        }
    }

    SocketChannel channel() {
        return channel;
    }
}

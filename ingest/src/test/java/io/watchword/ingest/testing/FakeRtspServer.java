package io.watchword.ingest.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An RTSP server on 127.0.0.1 that plays recorded RTP to many clients in real time, again and
 * again, over TCP or UDP; and that can be as broken as cameras are. A client whose connection is
 * full gets its packets later.
 */
public final class FakeRtspServer implements AutoCloseable {
    private final Map<String, RtpRecording> recordings = new ConcurrentHashMap<>();
    private final @Nullable FakeAuth auth;
    private final RtspFaults faults;
    private final RtspCounts counts = new RtspCounts();
    private final ServerSocketChannel listener;
    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final List<Carrier> carriers = new CopyOnWriteArrayList<>();
    private final List<Long> connectedNs = new CopyOnWriteArrayList<>();
    private final AtomicLong clients = new AtomicLong();
    private final Thread acceptor;
    private final List<Integer> clientPorts = new CopyOnWriteArrayList<>();
    private volatile boolean stalled;
    private volatile boolean resumed;

    /** What a server is made of. */
    public static final class Setup {
        private final RtpRecording recording;
        private @Nullable FakeAuth auth;
        private RtspFaults faults = RtspFaults.none();
        private int port;

        private Setup(RtpRecording recording) {
            this.recording = recording;
        }

        /**
         * Wants a name and a password.
         *
         * @param scheme Basic, MD5, SHA-256, or MD5-old: without quality of protection
         */
        public Setup password(String scheme, String user, String password) {
            auth = new FakeAuth(scheme, user, password);
            return this;
        }

        public Setup faults(RtspFaults value) {
            faults = value;
            return this;
        }

        /** A free one by default. */
        public Setup port(int value) {
            port = value;
            return this;
        }

        public FakeRtspServer start() {
            try {
                return new FakeRtspServer(this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private FakeRtspServer(Setup setup) throws IOException {
        recordings.put("/stream1", setup.recording);
        auth = setup.auth;
        faults = setup.faults;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(loopback, setup.port), 256);
        rtp = DatagramChannel.open().bind(new InetSocketAddress(loopback, 0));
        rtcp = DatagramChannel.open().bind(new InetSocketAddress(loopback, 0));
        rtp.configureBlocking(false);
        rtcp.configureBlocking(false);
        acceptor = new Thread(this::accept, "fake-rtsp-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Serves a recording at {@code /stream1}. */
    public static Setup serving(RtpRecording recording) {
        return new Setup(recording);
    }

    /** Serves another recording, from now on. */
    public void add(String path, RtpRecording recording) {
        recordings.put(path, recording);
    }

    public int port() {
        try {
            return ((InetSocketAddress) listener.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of the first recording, without name and password. */
    public String url() {
        return "rtsp://127.0.0.1:" + port() + "/stream1";
    }

    public RtspCounts counts() {
        return counts;
    }

    /** When each client connected, of {@link System#nanoTime}. */
    public List<Long> connectedNs() {
        return List.copyOf(connectedNs);
    }

    public int connections() {
        return connectedNs.size();
    }

    /** Sends no packets, to nobody, until told otherwise; what was missed follows then. */
    public void stall(boolean value) {
        stalled = value;
    }

    /** Ends {@link RtspFaults#stallAfter} for those that play. */
    public void resume() {
        resumed = true;
    }

    /** Where clients that play over UDP wait for packets. */
    public List<Integer> clientPorts() {
        return List.copyOf(clientPorts);
    }

    /** Resets every connection that there is. */
    public void dropAll() {
        carriers.forEach(Carrier::dropAll);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                connectedNs.add(System.nanoTime());
                carrier().take(channel);
            }
        } catch (ClosedChannelException e) {
            // close() was called
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Carrier carrier() {
        for (Carrier carrier : carriers) {
            if (carrier.hasRoom()) {
                return carrier;
            }
        }
        Carrier carrier = new Carrier(this, carriers.size());
        carriers.add(carrier);
        return carrier;
    }

    @Nullable RtpRecording recording(String path) {
        return recordings.get(path);
    }

    @Nullable FakeAuth auth() {
        return auth;
    }

    RtspFaults faults() {
        return faults;
    }

    boolean isResumed() {
        return resumed;
    }

    void clientPort(int port) {
        clientPorts.add(port);
    }

    boolean isStalled() {
        return stalled;
    }

    long number() {
        return clients.incrementAndGet();
    }

    long unixUs() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    String udpPorts() throws IOException {
        return ((InetSocketAddress) rtp.getLocalAddress()).getPort()
                + "-"
                + ((InetSocketAddress) rtcp.getLocalAddress()).getPort();
    }

    void sendRtp(ByteBuffer packet, InetSocketAddress to) throws IOException {
        rtp.send(packet, to);
    }

    void sendRtcp(ByteBuffer packet, InetSocketAddress to) throws IOException {
        rtcp.send(packet, to);
    }

    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join();
            carriers.forEach(Carrier::close);
            rtp.close();
            rtcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Serves clips until it is ended: {@code CLIP PORT [USER PASSWORD]}, or several clips with
     * commas between, at {@code /stream1}, {@code /stream2} and so on.
     */
    public static void main(String[] args) throws InterruptedException {
        List<RtpRecording> recorded = new ArrayList<>();
        for (String clip : args[0].split(",", -1)) {
            recorded.add(RtpRecording.of(Path.of(clip)));
        }
        Setup setup = serving(recorded.get(0)).port(Integer.parseInt(args[1]));
        if (args.length >= 4) {
            setup.password("MD5", args[2], args[3]);
        }
        try (FakeRtspServer server = setup.start()) {
            for (int i = 1; i < recorded.size(); i++) {
                server.add("/stream" + (i + 1), recorded.get(i));
            }
            System.out.println("serving " + server.url());
            Thread.currentThread().join();
        }
    }
}

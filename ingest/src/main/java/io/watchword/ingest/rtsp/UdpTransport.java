package io.watchword.ingest.rtsp;

import io.watchword.ingest.rtsp.Incoming.Frame;
import io.watchword.ingest.rtsp.Incoming.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Packets to ports of ours, from the server's address alone. The thread that receives them hands
 * them on and keeps the session; another reads the connection meanwhile and tells how it ended.
 */
final class UdpTransport implements MediaTransport {
    private static final int DATAGRAM_BYTES = 64 << 10;
    private static final int AT_ONCE = 64; // of one port, before the others have their turn

    private final InetAddress local;
    private final InetAddress server;
    private final List<UdpPorts> ports = new ArrayList<>();
    private final AtomicReference<@Nullable IOException> ended = new AtomicReference<>();
    private final ByteBuffer datagram = ByteBuffer.allocate(DATAGRAM_BYTES);
    private @Nullable PacketTaker taker;

    UdpTransport(InetAddress local, InetAddress server) {
        this.local = local;
        this.server = server;
    }

    @Override
    public String offer(int medium) throws IOException {
        UdpPorts pair = UdpPorts.open(local);
        ports.add(pair);
        return "RTP/AVP;unicast;client_port=" + pair.port() + "-" + (pair.port() + 1);
    }

    @Override
    public void granted(int medium, String transport) throws RtspFailure {
        if (transport.matches("(?i).*(/TCP|interleaved|multicast).*")) {
            throw Failures.protocol("the server does not send packets by UDP unicast");
        }
    }

    @Override
    public void handTo(PacketTaker to) {
        taker = to;
    }

    @Override
    public void frame(Frame frame) {
        // not asked for
    }

    @Override
    public void receive(LiveSession session) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < ports.size(); i++) {
                ports.get(i).rtp().register(selector, SelectionKey.OP_READ, i);
                ports.get(i).rtcp().register(selector, SelectionKey.OP_READ, i);
            }
            Thread control = new Thread(() -> listen(session, selector), "rtsp-control");
            control.setDaemon(true);
            control.start();
            try {
                receive(session, selector);
            } finally {
                session.connection().stop();
                join(control);
            }
        }
    }

    private void receive(LiveSession session, Selector selector) throws IOException {
        while (true) {
            long nowNs = System.nanoTime();
            long untilNs = session.tend(nowNs);
            selector.select(
                    key -> takeAll((DatagramChannel) key.channel(), (Integer) key.attachment()),
                    Math.max(1, (untilNs - nowNs) / 1_000_000));
            IOException end = ended.get();
            if (end != null) {
                throw end;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw Failures.closed(); // a selector would not wait any more
            }
        }
    }

    private void takeAll(DatagramChannel channel, int medium) {
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                datagram.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(datagram);
                if (from == null) {
                    return;
                }
                if (taker != null && from.getAddress().equals(server)) {
                    taker.take(medium, datagram.array(), 0, datagram.position());
                }
            }
        } catch (IOException e) {
            ended.compareAndSet(null, e);
        }
    }

    /** Reads the connection until it ends. */
    private void listen(LiveSession session, Selector selector) {
        try {
            while (true) {
                Incoming incoming = session.connection().next(System.nanoTime() + 60_000_000_000L);
                if (incoming instanceof Message message) {
                    session.told(message.message());
                }
            }
        } catch (IOException e) {
            ended.compareAndSet(null, e);
            selector.wakeup();
        }
    }

    private static void join(Thread control) {
        boolean interrupted = false;
        while (control.isAlive()) {
            try {
                control.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ports.forEach(UdpPorts::close);
    }
}

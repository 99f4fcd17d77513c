package io.watchword.ingest.udp;

import static io.watchword.contract.Checks.checkArgument;
import static io.watchword.contract.Checks.checkState;

import io.watchword.ingest.IngestConfig.Live;
import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.Fetcher;
import io.watchword.ingest.fetch.ForbiddenAddressException;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.fetch.MediaSink;
import io.watchword.ingest.fetch.Target;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * Takes an MPEG transport stream that is sent as datagrams, bare or in RTP, to a group or to this
 * machine. It keeps to the first sender; others are not heard. {@link #run} is one thread's, {@link
 * #close} anyone's.
 */
public final class UdpFetcher implements Fetcher {
    private static final int DATAGRAM_BYTES = 64 << 10;

    private final Target target;
    private final EgressGuard guard;
    private final long stallNs;
    private final byte[] bytes = new byte[DATAGRAM_BYTES];
    private @Nullable SocketAddress sender;
    private @Nullable Selector waiting; // guarded by this, as is closed
    private boolean closed;
    private boolean used;
    private long others;
    private long lastNs;

    /** The option {@code interface} names where a group is joined, or whose address is taken. */
    public UdpFetcher(Target target, EgressGuard guard, Live live) {
        checkArgument(target.scheme().equals("udp"), "%s is no UDP address", target);
        this.target = target;
        this.guard = guard;
        this.stallNs = live.stallTimeout().toNanos();
    }

    @Override
    public FetchResult run(MediaSink sink) {
        checkState(!used, "a fetcher is used once");
        used = true;
        FetchResult result;
        try (DatagramChannel channel = UdpBinding.open(target, guard);
                Selector selector = Selector.open()) {
            waitWith(selector);
            channel.register(selector, SelectionKey.OP_READ);
            result = receive(channel, selector, sink);
        } catch (ForbiddenAddressException e) {
            result = new FetchResult(Kind.FORBIDDEN_ADDRESS, String.valueOf(e.getMessage()));
        } catch (UnknownHostException e) {
            result = new FetchResult(Kind.UNREACHABLE, "no address is known for " + target.host());
        } catch (IOException | ClosedSelectorException e) {
            result =
                    new FetchResult(
                            Kind.UNREACHABLE,
                            "cannot listen at "
                                    + target.host()
                                    + ":"
                                    + target.port()
                                    + ": "
                                    + e.getMessage());
        }
        return isClosed() ? new FetchResult(Kind.CLOSED, "closed") : result;
    }

    private FetchResult receive(DatagramChannel channel, Selector selector, MediaSink sink)
            throws IOException {
        lastNs = System.nanoTime();
        while (!isClosed() && !Thread.currentThread().isInterrupted()) {
            long leftNs = lastNs + stallNs - System.nanoTime();
            if (leftNs <= 0) {
                return silence();
            }
            selector.select(Math.max(1, leftNs / 1_000_000));
            selector.selectedKeys().clear();
            if (!takeAll(channel, sink)) {
                return new FetchResult(Kind.CLOSED, "nobody takes the packets any more");
            }
        }
        return new FetchResult(Kind.CLOSED, "closed");
    }

    /** Hands on what is there; false if nobody takes it. */
    private boolean takeAll(DatagramChannel channel, MediaSink sink) throws IOException {
        ByteBuffer datagram = ByteBuffer.wrap(bytes);
        long foreign = 0;
        while (foreign < 1000) { // who floods us does not keep us from looking up
            datagram.clear();
            SocketAddress from = channel.receive(datagram);
            if (from == null) {
                return true;
            }
            TsDatagram.Span span = TsDatagram.find(bytes, datagram.position());
            if (span.isEmpty() || (sender != null && !from.equals(sender))) {
                foreign++;
                others++;
                continue;
            }
            try {
                if (sender == null) {
                    sink.opened(MediaFormat.MPEGTS, new byte[0]);
                }
                sender = from;
                sink.media(bytes, span.offset(), span.length());
            } catch (IOException e) {
                return false;
            }
            lastNs = System.nanoTime(); // not counting the time that the sink took
            if (isClosed()) {
                return true;
            }
        }
        return true;
    }

    private FetchResult silence() {
        long tenths = stallNs / 100_000_000;
        String what = others == 0 ? "" : ", but " + others + " datagrams that were none of it";
        return new FetchResult(
                Kind.TIMEOUT,
                "no MPEG-TS packet for " + tenths / 10 + "." + tenths % 10 + " s" + what);
    }

    private synchronized void waitWith(Selector selector) {
        waiting = selector;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (waiting != null && waiting.isOpen()) {
            waiting.wakeup();
        }
    }
}

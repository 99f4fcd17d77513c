package io.watchword.ingest.rtsp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** An even port for RTP and the odd one behind it for RTCP. */
final class UdpPorts implements AutoCloseable {
    private static final int TRIES = 64;
    private static final int RECEIVE_BYTES =
            2 << 20; // a key frame at once; the system may give less

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;

    private UdpPorts(DatagramChannel rtp, DatagramChannel rtcp) {
        this.rtp = rtp;
        this.rtcp = rtcp;
    }

    /** Two free ports of an address. */
    static UdpPorts open(InetAddress local) throws IOException {
        IOException last = new IOException("no free pair of ports");
        for (int i = 0; i < TRIES; i++) {
            DatagramChannel first = DatagramChannel.open();
            DatagramChannel second = DatagramChannel.open();
            try {
                first.bind(new InetSocketAddress(local, 0));
                int port = ((InetSocketAddress) first.getLocalAddress()).getPort();
                if (port % 2 == 0) {
                    second.bind(new InetSocketAddress(local, port + 1));
                    first.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
                    first.configureBlocking(false);
                    second.configureBlocking(false);
                    return new UdpPorts(first, second);
                }
            } catch (IOException e) {
                last = e;
            }
            first.close();
            second.close();
        }
        throw last;
    }

    int port() throws IOException {
        return ((InetSocketAddress) rtp.getLocalAddress()).getPort();
    }

    DatagramChannel rtp() {
        return rtp;
    }

    DatagramChannel rtcp() {
        return rtcp;
    }

    @Override
    public void close() {
        try {
            rtp.close();
        } catch (IOException e) {
            // it is not used any more
        }
        try {
            rtcp.close();
        } catch (IOException e) {
            // it is not used any more
        }
    }
}

package io.watchword.ingest.child;

import io.watchword.ingest.ffmpeg.TestClip;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/**
 * What a sender of RTP sends of a file: the {@code ffmpeg} program sends it to ports of ours,
 * faster than it plays.
 *
 * @param sdp its session description
 * @param packets RTP and RTCP, in the order of arrival
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RtpCapture(byte[] sdp, List<byte[]> packets) {
    private static final int PACKET_BYTES = 1 << 16;

    /**
     * @param maps streams of the file to send, for example {@code 0:v}
     */
    static RtpCapture of(Path file, Path folder, String... maps) throws IOException {
        Path sdp = folder.resolve("session.sdp");
        List<byte[]> packets = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            List<String> command = new ArrayList<>();
            command.addAll(List.of(Loader.load(ffmpeg.class), "-v", "error", "-nostdin", "-y"));
            command.addAll(List.of("-readrate", "4", "-i", file.toString()));
            for (String map : maps) {
                int port = listen(selector);
                String to = "rtp://127.0.0.1:" + port + "?pkt_size=1200";
                command.addAll(List.of("-map", map, "-c", "copy", "-f", "rtp", to));
            }
            command.addAll(List.of("-sdp_file", sdp.toString()));
            Thread receiver = new Thread(() -> receive(selector, packets), "rtp-capture");
            receiver.start();
            TestClip.run(command);
            selector.wakeup();
            receiver.interrupt();
            join(receiver);
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
        return new RtpCapture(Files.readAllBytes(sdp), packets);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Opens a port for RTP, and the one after it for RTCP. */
    private static int listen(Selector selector) throws IOException {
        for (int tries = 0; tries < 50; tries++) {
            DatagramChannel media = open(selector, 0);
            int port = ((InetSocketAddress) media.getLocalAddress()).getPort();
            try {
                if (port % 2 == 0) {
                    open(selector, port + 1);
                    return port;
                }
            } catch (IOException e) {
                media.close(); // the next one is taken
                continue;
            }
            media.close();
        }
        throw new IOException("no two free ports side by side");
    }

    private static DatagramChannel open(Selector selector, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return channel;
    }

    private static void receive(Selector selector, List<byte[]> packets) {
        ByteBuffer buffer = ByteBuffer.allocate(PACKET_BYTES);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    DatagramChannel channel = (DatagramChannel) key.channel();
                    while (channel.receive(buffer.clear()) != null) {
                        buffer.flip();
                        byte[] packet = new byte[buffer.remaining()];
                        buffer.get(packet);
                        packets.add(packet);
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new IllegalStateException("RTP did not arrive", e);
        }
    }

    static boolean isRtcp(byte[] packet) {
        int type = packet[1] & 0xFF;
        return type >= 192 && type <= 223;
    }
}

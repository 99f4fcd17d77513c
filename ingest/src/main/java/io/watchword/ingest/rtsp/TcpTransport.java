package io.watchword.ingest.rtsp;

import io.watchword.ingest.rtsp.Incoming.Frame;
import io.watchword.ingest.rtsp.Incoming.Message;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Packets between the messages of the connection. */
final class TcpTransport implements MediaTransport {
    private static final Pattern CHANNELS =
            Pattern.compile("(?i).*;\\s*interleaved\\s*=\\s*([0-9]{1,3})(?:-([0-9]{1,3}))?.*");

    private final Map<Integer, Integer> media = new HashMap<>(); // by channel
    private @Nullable PacketTaker taker;

    @Override
    public String offer(int medium) {
        return "RTP/AVP/TCP;unicast;interleaved=" + 2 * medium + "-" + (2 * medium + 1);
    }

    @Override
    public void granted(int medium, String transport) throws RtspFailure {
        Matcher found = CHANNELS.matcher(transport);
        if (!found.matches()) {
            throw Failures.protocol("the server does not send packets over the connection");
        }
        int first = Integer.parseInt(found.group(1));
        int second = found.group(2) == null ? first + 1 : Integer.parseInt(found.group(2));
        if (first > 255 || second > 255) {
            throw Failures.protocol("a channel beyond 255");
        }
        boolean taken = media.putIfAbsent(first, medium) != null;
        if (taken || (second != first && media.putIfAbsent(second, medium) != null)) {
            throw Failures.protocol("two media on one channel");
        }
    }

    @Override
    public void handTo(PacketTaker to) {
        taker = to;
    }

    @Override
    public void frame(Frame frame) throws IOException {
        Integer medium = media.get(frame.channel());
        if (taker != null && medium != null) {
            taker.take(medium, frame.bytes(), frame.offset(), frame.length());
        }
    }

    @Override
    public void receive(LiveSession session) throws IOException {
        while (true) {
            long untilNs = session.tend(System.nanoTime());
            Incoming incoming = session.connection().next(untilNs);
            if (incoming instanceof Frame frame) {
                frame(frame);
            } else if (incoming instanceof Message message) {
                session.told(message.message());
            }
        }
    }

    @Override
    public void close() {}
}

package io.watchword.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads server-sent events in a thread of its own, or leaves them unread until it may. */
final class SseReader implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("\"eventId\":\"[^\"]*-(\\d+)\"");
    private static final int SLOW_BUFFER_BYTES = 16 << 10;

    private final Reader reader;
    private final int port;
    private final CountDownLatch mayRead;
    private final Socket socket = new Socket();
    private final Thread thread;
    private volatile boolean refused;

    private SseReader(Reader reader, int port, CountDownLatch mayRead) {
        this.reader = reader;
        this.port = port;
        this.mayRead = mayRead;
        this.thread = new Thread(this::run, "sse");
        thread.setDaemon(true);
    }

    /** Follows from the reader's cursor; reads what comes once it may. */
    static SseReader start(Reader reader, int port, CountDownLatch mayRead) throws IOException {
        SseReader follower = new SseReader(reader, port, mayRead);
        if (mayRead.getCount() > 0) {
            follower.socket.setReceiveBufferSize(SLOW_BUFFER_BYTES);
        }
        follower.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        follower.thread.start();
        return follower;
    }

    private void run() {
        try {
            String last = reader.cursor().isEmpty() ? "" : "Last-Event-ID: " + reader.cursor();
            String request =
                    "GET /api/v1/events/stream HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n"
                            .formatted(port, last.isEmpty() ? "" : last + "\r\n");
            socket.getOutputStream().write(request.getBytes(UTF_8));
            read();
        } catch (IOException | InterruptedException e) {
            reader.cut(reader.cursor()); // closed on it: it goes on after what it had
        }
    }

    /** One that is slow has the first event, and nothing more for long. */
    private void read() throws IOException, InterruptedException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        refused = !String.valueOf(lines.readLine()).contains(" 200 ");
        String id = "";
        String type = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.isEmpty() && !id.isEmpty()) {
                reader.at(id); // the message is whole
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ") && type.equals("event")) {
                Matcher number = NUMBER.matcher(line);
                if (number.find()) {
                    reader.got(Integer.parseInt(number.group(1)), id);
                    mayRead.await();
                }
            } else if (line.startsWith("data: ") && type.equals("cut")) {
                reader.cut(id);
                return;
            }
        }
        reader.cut(reader.cursor());
    }

    /** Whether the server took no more. */
    boolean refused() {
        return refused;
    }

    boolean ended() {
        return !thread.isAlive();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

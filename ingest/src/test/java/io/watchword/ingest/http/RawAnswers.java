package io.watchword.ingest.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers the first connection with bytes that no web server would send. */
final class RawAnswers {
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private RawAnswers() {}

    /** All at once, after the request has come. */
    static void answer(ServerSocket server, String text) {
        serve(
                server,
                socket -> {
                    byte[] request = new byte[4096];
                    if (socket.getInputStream().read(request) > 0) {
                        socket.getOutputStream().write(text.getBytes(US_ASCII));
                    }
                });
    }

    /** One byte at a time, ten a second, until interrupted or left alone. */
    static Thread drip(ServerSocket server, String text) {
        return serve(
                server,
                socket -> {
                    for (byte each : text.getBytes(US_ASCII)) {
                        socket.getOutputStream().write(each);
                        Thread.sleep(100);
                    }
                });
    }

    private interface Serving {
        void serve(Socket socket) throws IOException, InterruptedException;
    }

    private static Thread serve(ServerSocket server, Serving serving) {
        Thread thread =
                new Thread(
                        () -> {
                            try (Socket socket = server.accept()) {
                                serving.serve(socket);
                            } catch (IOException e) {
                                // the other side has had enough
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "raw-answers");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}

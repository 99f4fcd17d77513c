package io.watchword.sinks.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way to a server on this machine, which can be shut and opened again. */
final class Gate implements AutoCloseable {
    private final int serverPort;
    private final Set<Socket> passing = ConcurrentHashMap.newKeySet();
    private ServerSocket listening;

    private Gate(int serverPort, ServerSocket listening) {
        this.serverPort = serverPort;
        this.listening = listening;
        startThread(() -> admit(listening));
    }

    /** An open one. */
    static Gate to(int serverPort) {
        return new Gate(serverPort, listen(0));
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Cuts every connection; new ones are refused. */
    void shut() {
        close(listening);
        passing.forEach(Gate::close);
    }

    void open() {
        ServerSocket opened = listen(port());
        listening = opened;
        startThread(() -> admit(opened));
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void admit(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket near = from.accept();
                passing.add(near);
                Socket far = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                passing.add(far);
                startThread(() -> carry(near, far));
                startThread(() -> carry(far, near));
                if (from.isClosed()) {
                    shut(); // these two came while it was being shut
                }
            } catch (IOException e) {
                // It was shut.
            }
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One end is gone, and so the other goes.
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket does not close", e);
        }
    }

    private static void startThread(Runnable work) {
        Thread thread = new Thread(work, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        shut();
    }
}

package io.watchword.ingest.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Serves up to {@link #CLIENTS} clients with one thread. */
final class Carrier implements AutoCloseable {
    static final int CLIENTS = 50;
    private static final long TICK_NS = 5_000_000; // packets of a picture leave together

    private final FakeRtspServer server;
    private final Selector selector;
    private final Thread thread;
    private final ConcurrentLinkedQueue<SocketChannel> arrivals = new ConcurrentLinkedQueue<>();
    private final List<ServedClient> clients = new ArrayList<>();
    private volatile boolean closed;
    private volatile boolean dropsAll;
    private volatile int load;

    Carrier(FakeRtspServer server, int number) {
        this.server = server;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.thread = new Thread(this::run, "fake-rtsp-" + number);
        thread.setDaemon(true);
        thread.start();
    }

    boolean hasRoom() {
        return load + arrivals.size() < CLIENTS;
    }

    void take(SocketChannel channel) {
        arrivals.add(channel);
        selector.wakeup();
    }

    /** Resets every connection. */
    void dropAll() {
        dropsAll = true;
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                long nowNs = System.nanoTime();
                long nextNs = nowNs + 1_000_000_000L;
                for (ServedClient client : clients) {
                    nextNs = Math.min(nextNs, client.nextNs(nowNs));
                }
                selector.select(Math.max(TICK_NS, nextNs - nowNs) / 1_000_000);
                serve(System.nanoTime());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            List.copyOf(clients).forEach(this::drop);
            arrivals.forEach(Carrier::close);
        }
    }

    private void serve(long nowNs) throws IOException {
        for (SocketChannel channel = arrivals.poll(); channel != null; channel = arrivals.poll()) {
            ServedClient client = new ServedClient(server, channel, server.number(), nowNs);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, client);
            clients.add(client);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            ServedClient client = (ServedClient) key.attachment();
            attempt(client, () -> client.read(nowNs));
        }
        selector.selectedKeys().clear();
        for (ServedClient client : List.copyOf(clients)) {
            attempt(client, () -> client.tick(nowNs));
            if (dropsAll) {
                attempt(
                        client,
                        () -> {
                            client.reset();
                            return false;
                        });
            }
        }
        dropsAll = false;
        load = clients.size();
    }

    private interface Step {
        boolean goesOn() throws IOException;
    }

    private void attempt(ServedClient client, Step step) {
        try {
            if (!step.goesOn()) {
                drop(client);
            }
        } catch (IOException e) {
            drop(client);
        }
    }

    private void drop(ServedClient client) {
        client.stop();
        clients.remove(client);
        close(client.channel());
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
            selector.close();
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.watchword.view.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps other threads and processes from changing a file at the same time, while it is open. */
final class Locked implements AutoCloseable {
    /** One process may lock a file once. */
    private static final ReentrantLock HERE = new ReentrantLock();

    private final FileChannel channel;

    private Locked(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for its turn. */
    static Locked beside(Path file) throws IOException {
        HERE.lock();
        try {
            FileChannel channel =
                    FileChannel.open(
                            file.resolveSibling(file.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                java.nio.channels.FileLock unused = channel.lock();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return new Locked(channel);
        } catch (IOException | RuntimeException e) {
            HERE.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close(); // and the lock with it
        } finally {
            HERE.unlock();
        }
    }
}

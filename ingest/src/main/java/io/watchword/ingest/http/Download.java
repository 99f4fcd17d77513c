package io.watchword.ingest.http;

import io.watchword.ingest.IngestConfig.Limits;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.fetch.MediaSink;
import io.watchword.ingest.fetch.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a file, or all segments of a finished playlist, into a file here. A broken transfer goes
 * on where it broke if the server can do that, and if what it has is still the same. Used once, by
 * one thread; {@link #close} is for any thread.
 */
public final class Download implements AutoCloseable {
    /** Told how far it is, from the thread that downloads. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param totalBytes -1 while nobody knows
         */
        void received(long bytes, long totalBytes);
    }

    /** Opens the connection to a target. */
    @FunctionalInterface
    interface Sessions {
        HttpSession open(Target target) throws FetchException;
    }

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_TRIES = 100;
    private static final int MAX_TRIES_IN_VAIN = 5;

    private final Path file;
    private final Map<String, String> options;
    private final Progress progress;
    private final Limits limits;
    private final HttpTimes times;
    private final LongSupplier nanoClock;
    private final @Nullable HttpSession session;
    private final FetchResult refused;
    private DownloadState state = DownloadState.START;
    private boolean tooLarge;

    Download(
            Sessions sessions,
            Target target,
            Path file,
            Progress progress,
            Limits limits,
            HttpTimes times,
            LongSupplier nanoClock) {
        this.file = file;
        this.options = target.options();
        this.progress = progress;
        this.limits = limits;
        this.times = times;
        this.nanoClock = nanoClock;
        HttpSession opened = null;
        FetchResult problem = new FetchResult(Kind.ENDED, "");
        try {
            opened = sessions.open(target);
        } catch (FetchException e) {
            problem = e.result();
        }
        this.session = opened;
        this.refused = problem;
    }

    /**
     * Blocks. The file is whole if the result is {@link Kind#ENDED}, else it is gone.
     *
     * @throws IOException if the file cannot be written
     */
    public FetchResult run() throws IOException {
        if (session == null) {
            return refused;
        }
        FetchResult result = null;
        try (FileChannel out =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            result = fetch(session, out);
            return result;
        } finally {
            session.close();
            if (result == null || result.kind() != Kind.ENDED) {
                Files.deleteIfExists(file);
            }
        }
    }

    private FetchResult fetch(HttpSession from, FileChannel out) throws IOException {
        int inVain = 0;
        for (int tries = 0; ; tries++) {
            long before = state.written();
            try {
                return attempt(from, out);
            } catch (SinkException e) {
                if (!tooLarge) {
                    throw new IOException("segments cannot be written", e.getCause());
                }
                return new FetchResult(Kind.LIMIT_EXCEEDED, tooLarge(from.home()));
            } catch (FetchException e) {
                inVain = state.written() > before ? 0 : inVain + 1;
                boolean passing =
                        switch (e.kind()) {
                            case DISCONNECTED, UNREACHABLE, TIMEOUT -> true;
                            case ENDED,
                                    UNAUTHENTICATED,
                                    NOT_FOUND,
                                    FORBIDDEN_ADDRESS,
                                    PROTOCOL,
                                    LIMIT_EXCEEDED,
                                    CLOSED ->
                                    false;
                        };
                if (!passing || inVain == MAX_TRIES_IN_VAIN || tries == MAX_TRIES) {
                    return e.result();
                }
                if (!from.pause(times.retryNs(inVain))) {
                    return new FetchResult(Kind.CLOSED, "closed");
                }
            }
        }
    }

    private FetchResult attempt(HttpSession from, FileChannel out) throws IOException {
        byte[] playlist;
        HttpAddress address;
        try (HttpAnswer answer = from.get(from.home(), state.headers(), times.answerNs())) {
            if (state.written() > 0 || !HttpFetcher.isPlaylist(answer)) {
                return receive(answer, out);
            }
            playlist = answer.readAll(limits.maxPlaylistBytes(), "playlist");
            address = answer.address();
        }
        out.truncate(0);
        out.position(0);
        HlsReading reading = new HlsReading(from, options, limits, times, nanoClock);
        return reading.finishedOnly().run(playlist, address, new Outlet(new Segments(out)));
    }

    private FetchResult receive(HttpAnswer answer, FileChannel out) throws IOException {
        state = state.answered(answer);
        out.truncate(state.written());
        out.position(state.written());
        if (state.totalBytes() > limits.maxDownloadBytes()) {
            throw new FetchException(Kind.LIMIT_EXCEEDED, tooLarge(answer.address()));
        }
        answer.withoutDeadline();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = answer.read(buffer, 0, buffer.length);
                read >= 0;
                read = answer.read(buffer, 0, buffer.length)) {
            if (state.written() + read > limits.maxDownloadBytes()) {
                throw new FetchException(Kind.LIMIT_EXCEEDED, tooLarge(answer.address()));
            }
            write(out, buffer, 0, read);
            state = state.wrote(read);
            progress.received(state.written(), state.totalBytes());
        }
        if (state.totalBytes() >= 0 && state.written() < state.totalBytes()) {
            throw new FetchException(Kind.DISCONNECTED, answer.address() + " sent only a part");
        }
        return new FetchResult(Kind.ENDED, answer.address() + " sent all of it");
    }

    private static void write(FileChannel out, byte[] bytes, int offset, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    private String tooLarge(HttpAddress at) {
        return "the file at %s has more than %d bytes".formatted(at, limits.maxDownloadBytes());
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }

    /** Puts the segments of a playlist one behind the other. */
    private final class Segments implements MediaSink {
        private final FileChannel out;
        private long written;

        Segments(FileChannel out) {
            this.out = out;
        }

        @Override
        public void opened(MediaFormat format, byte[] header) {}

        @Override
        public void media(byte[] bytes, int offset, int length) throws IOException {
            written += length;
            if (written > limits.maxDownloadBytes()) {
                tooLarge = true;
                throw new IOException("larger than the limit");
            }
            write(out, bytes, offset, length);
            progress.received(written, -1);
        }
    }
}

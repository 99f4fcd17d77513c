package io.watchword.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Gap;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.child.ChildExit;
import io.watchword.ingest.child.DecoderChild;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.Fetcher;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.fetch.MediaSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveConnectionTest {
    private final Decoder decoder = new Decoder();

    @Test
    void aSourceThatIsOverAsSoonAsItBeganIsDecodedAllTheSame() throws Exception {
        LiveConnection.Outcome outcome =
                run(
                        sink -> {
                            bring(sink, "a whole clip");
                            return new FetchResult(FetchResult.Kind.ENDED, "all of it");
                        });

        assertThat(decoder.taken.toString(UTF_8)).isEqualTo("a whole clip");
        assertThat(outcome.kind()).isEqualTo(FetchResult.Kind.ENDED);
    }

    @Test
    void aFetcherThatDiesEndsTheConnectionNotTheWatch() throws Exception {
        LiveConnection.Outcome outcome =
                run(
                        sink -> {
                            throw new StackOverflowError("nested too deep");
                        });

        assertThat(outcome.kind()).isEqualTo(FetchResult.Kind.PROTOCOL);
        assertThat(outcome.reason()).isEqualTo(Gap.Reason.DISCONNECTED);
    }

    private LiveConnection.Outcome run(Function<MediaSink, FetchResult> source) throws Exception {
        Fetcher fetcher =
                new Fetcher() {
                    @Override
                    public FetchResult run(MediaSink sink) {
                        return source.apply(sink);
                    }

                    @Override
                    public void close() {}
                };
        try (LiveConnection connection =
                new LiveConnection(IngestConfig.DEFAULT.live(), fetcher, true)) {
            return connection.run(() -> decoder, new Unwatched(), "test");
        }
    }

    private static void bring(MediaSink sink, String media) {
        try {
            sink.opened(MediaFormat.CONTAINER, new byte[0]);
            byte[] bytes = media.getBytes(UTF_8);
            sink.media(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Unwatched implements LiveConnection.Watcher {
        @Override
        public void live() {}

        @Override
        public void stalled() {}

        @Override
        public void level(ShedLevel level) {}

        @Override
        public double pressure() {
            return 0;
        }
    }

    /** Keeps what it is given and ends when it is told to finish. */
    private static final class Decoder implements DecoderChild, MediaSink {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final CompletableFuture<ChildExit> exit = new CompletableFuture<>();

        @Override
        public MediaSink input() {
            return this;
        }

        @Override
        public void opened(MediaFormat format, byte[] header) {}

        @Override
        public void media(byte[] bytes, int offset, int length) {
            taken.write(bytes, offset, length);
        }

        @Override
        public void shed(ShedLevel level) {}

        @Override
        public void finish() {
            exit.complete(new ChildExit(0, ChildExit.Kind.FINISHED, ""));
        }

        @Override
        public void terminate() {
            exit.complete(new ChildExit(143, ChildExit.Kind.TERMINATED, "we ended it"));
        }

        @Override
        public CompletableFuture<ChildExit> exit() {
            return exit;
        }

        @Override
        public long pid() {
            return 0;
        }

        @Override
        public void close() {
            terminate();
        }
    }
}

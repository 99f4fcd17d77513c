package io.watchword.fusion.log;

import io.watchword.contract.Embedding;
import io.watchword.contract.TimeSpan;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What streams leave behind of all that was seen and heard in them: their embeddings. It needs no
 * video. Not thread-safe: one reader owns it.
 */
public interface UnderstandingLog extends AutoCloseable {
    /** All streams of which anything is stored, by id. */
    List<StoredStream> streams();

    /** One of {@link #streams()}. */
    default Optional<StoredStream> stream(String streamId) {
        return streams().stream().filter(stream -> stream.streamId().equals(streamId)).findFirst();
    }

    /**
     * Reads the segments that overlap a span, in order of time, once each. All are of one bundle:
     * the newest that has any of them. Of an unknown stream there are none.
     *
     * @param span of media time
     */
    void read(String streamId, TimeSpan span, Consumer<Embedding> each);

    /** As above, of one bundle. */
    void read(String streamId, String bundleSha256, TimeSpan span, Consumer<Embedding> each);

    @Override
    void close();
}

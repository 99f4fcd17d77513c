package io.watchword.ingest.record;

import io.watchword.ingest.decode.DecoderReport;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts one stream's recorded files into the media store, as its decoder hands them over. A store
 * that does not take them stops the recording, and nothing else: the reason is there to be shown,
 * and the next file tries again. Not thread-safe, except {@link #problem()}.
 */
public final class StreamRecording implements AutoCloseable {
    /**
     * Where what a decoder tells has its place in the stream.
     *
     * @param runStartUs media time, on the stream's clock, at time 0 of the decoder's run
     * @param originUnixUs wall clock at media time 0 of the stream; 0 if it has none
     */
    public record Place(long epoch, long runStartUs, long originUnixUs) {}

    private final MediaStore store;
    private final String streamId;
    private final InstantSource clock;
    private MediaStore.@Nullable Writing file;
    private boolean skipping; // the rest of a file that was not taken
    private volatile @Nullable String problem; // read by who shows it

    public StreamRecording(MediaStore store, String streamId, InstantSource clock) {
        this.store = store;
        this.streamId = streamId;
        this.clock = clock;
    }

    /** Why nothing is recorded at present, in words for people. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Takes what the decoder handed over.
     *
     * @return the file, if this was its end
     */
    public Optional<RecordedFile> take(DecoderReport.Recorded report, Place place) {
        try {
            if (!skipping) {
                return write(report, place);
            }
        } catch (IOException e) {
            stopped(e);
        }
        skipping = skipping && !report.last();
        return Optional.empty();
    }

    private Optional<RecordedFile> write(DecoderReport.Recorded report, Place place)
            throws IOException {
        MediaStore.Writing current = file;
        if (current == null) {
            current = store.begin(start(report, place));
            file = current;
        }
        current.append(report.bytes());
        if (!report.last()) {
            return Optional.empty();
        }
        file = null;
        RecordedFile whole = current.complete(place.runStartUs() + report.endUs());
        problem = null;
        return Optional.of(whole);
    }

    private RecordingStart start(DecoderReport.Recorded report, Place place) {
        long startUs = withinRange(place.runStartUs() + report.startUs());
        Instant now = clock.instant();
        long unixUs =
                place.originUnixUs() > 0
                        ? place.originUnixUs() + startUs
                        : now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
        return new RecordingStart(streamId, place.epoch(), startUs, withinRange(unixUs));
    }

    /** A decoder that went wrong may say anything. */
    private static long withinRange(long us) {
        return Math.min(RecordingStart.MAX_US, Math.max(0, us));
    }

    private void stopped(IOException why) {
        skipping = true;
        problem = reason(why);
        breakOff();
    }

    private static String reason(IOException why) {
        if (why instanceof FileSystemException disk && disk.getReason() != null) {
            return disk.getReason();
        }
        return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    }

    /** The decoder has ended, and with it the file, as far as it is whole. */
    public void breakOff() {
        MediaStore.Writing current = file;
        file = null;
        if (current == null) {
            return;
        }
        try {
            current.abandon();
        } catch (IOException e) {
            problem = reason(e);
        }
    }

    /** Ends the file. The store stays open. */
    @Override
    public void close() {
        breakOff();
    }
}

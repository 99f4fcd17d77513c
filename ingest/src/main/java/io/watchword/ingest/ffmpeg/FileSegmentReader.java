package io.watchword.ingest.ffmpeg;

import io.watchword.contract.ErrorCode;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.decode.SegmentSink;
import io.watchword.ingest.segment.SegmentOrigin;
import io.watchword.ingest.source.FileIdentity;
import io.watchword.ingest.source.ReadableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a media file, from its first frame to its last, into segments. */
public final class FileSegmentReader {
    private FileSegmentReader() {}

    /**
     * Hashes a file: who it is.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static FileIdentity identify(Path file) {
        try {
            return FileIdentity.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /**
     * Reads a file on the calling thread. The sink gets the segments in order and then the closing
     * one; it gets no closing one when the result is {@code Failed}.
     *
     * @param source as shown to people
     */
    public static ReadResult read(
            Path file, String streamId, String source, DecodeConfig config, SegmentSink sink) {
        Optional<ReadResult.Failed> unreadable = ReadableFile.problem(file);
        if (unreadable.isPresent()) {
            return unreadable.get();
        }
        FileIdentity identity;
        try {
            identity = FileIdentity.of(file);
        } catch (IOException e) {
            return refused(file, ErrorCode.UNREADABLE, "the disk says: " + e.getMessage());
        }
        return read(file, new SegmentOrigin(streamId, identity.sha256(), source), config, sink);
    }

    /** Reads a file whose contents were hashed already. */
    public static ReadResult read(
            Path file, SegmentOrigin origin, DecodeConfig config, SegmentSink sink) {
        Optional<ReadResult.Failed> unreadable = ReadableFile.problem(file);
        if (unreadable.isPresent()) {
            return unreadable.get();
        }
        DecodeOrder order = new DecodeOrder(origin, config, false, Optional.empty(), 0);
        ReadResult result =
                SourceReader.read(
                        new MediaInput.OfFile(file),
                        order,
                        () -> ShedLevel.NOTHING,
                        System::nanoTime,
                        report -> handOn(report, sink));
        if (result instanceof ReadResult.Failed failed) {
            return new ReadResult.Failed(
                    failed.code(), file.getFileName() + ": " + failed.detail(), failed.segments());
        }
        return result;
    }

    private static void handOn(DecoderReport report, SegmentSink sink) {
        if (report instanceof DecoderReport.Opened opened) {
            sink.opened(opened.info());
        } else if (report instanceof DecoderReport.Decoded decoded) {
            sink.accept(decoded.segment());
        }
    }

    private static ReadResult.Failed refused(Path file, ErrorCode code, String detail) {
        return new ReadResult.Failed(code, file.getFileName() + ": " + detail, 0);
    }
}

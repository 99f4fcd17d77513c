package io.watchword.ingest.ffmpeg;

import io.watchword.contract.ErrorCode;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.decode.SegmentSink;
import io.watchword.ingest.segment.SegmentOrigin;
import io.watchword.ingest.segment.Segmenter;
import io.watchword.ingest.source.FileIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
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
        Optional<ReadResult.Failed> unreadable = unreadable(file);
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
        Optional<ReadResult.Failed> unreadable = unreadable(file);
        if (unreadable.isPresent()) {
            return unreadable.get();
        }
        Container.Opening opening = Container.open(file, config);
        if (opening instanceof Container.Opening.Opened opened) {
            try (Container container = opened.container()) {
                return read(file, container, origin, config, sink);
            }
        }
        Container.Opening.Refused refused = (Container.Opening.Refused) opening;
        return refused(file, refused.code(), refused.detail());
    }

    private static ReadResult read(
            Path file,
            Container container,
            SegmentOrigin origin,
            DecodeConfig config,
            SegmentSink sink) {
        Optional<Container.Opening.Refused> problem = container.problem(config);
        if (problem.isPresent()) {
            return refused(file, problem.get().code(), problem.get().detail());
        }
        MediaInfo info = container.info();
        sink.opened(info);
        Segmenter segmenter =
                new Segmenter(origin, config.segmentUs(), config.maxCutsPerSegment(), info, sink);
        try (FileDecode decode = new FileDecode(container, config, info, segmenter)) {
            Optional<Container.Opening.Refused> stopped = decode.run();
            if (stopped.isPresent()) {
                return new ReadResult.Failed(
                        stopped.get().code(),
                        file.getFileName() + ": " + stopped.get().detail(),
                        segmenter.emitted());
            }
        }
        return segmenter.finish();
    }

    /** What can be said without opening it as media. */
    static Optional<ReadResult.Failed> unreadable(Path file) {
        try {
            if (Files.notExists(file)) {
                return Optional.of(refused(file, ErrorCode.UNREADABLE, "there is no such file"));
            }
            if (Files.isDirectory(file)) {
                return Optional.of(
                        refused(file, ErrorCode.UNREADABLE, "required a file, found a folder"));
            }
            if (!Files.isReadable(file)) {
                throw new AccessDeniedException(file.toString());
            }
            if (!Files.isRegularFile(file)) {
                return Optional.of(
                        refused(
                                file,
                                ErrorCode.UNREADABLE,
                                "required a regular file, found a device or a pipe"));
            }
            if (Files.size(file) == 0) {
                return Optional.of(refused(file, ErrorCode.UNREADABLE, "the file is empty"));
            }
            return Optional.empty();
        } catch (AccessDeniedException e) {
            return Optional.of(
                    refused(file, ErrorCode.UNREADABLE, "this user may not read the file"));
        } catch (IOException e) {
            return Optional.of(
                    refused(file, ErrorCode.UNREADABLE, "the disk says: " + e.getMessage()));
        }
    }

    private static ReadResult.Failed refused(Path file, ErrorCode code, String detail) {
        return new ReadResult.Failed(code, file.getFileName() + ": " + detail, 0);
    }
}

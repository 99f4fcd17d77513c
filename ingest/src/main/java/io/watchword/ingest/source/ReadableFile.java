package io.watchword.ingest.source;

import io.watchword.contract.ErrorCode;
import io.watchword.ingest.decode.ReadResult;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What can be said of a file without opening it as media. */
public final class ReadableFile {
    private ReadableFile() {}

    /** Why the file cannot be read; empty if it can. A device or a pipe is no file. */
    public static Optional<ReadResult.Failed> problem(Path file) {
        try {
            if (Files.notExists(file)) {
                return refused(file, "there is no such file");
            }
            if (Files.isDirectory(file)) {
                return refused(file, "required a file, found a folder");
            }
            if (!Files.isReadable(file)) {
                throw new AccessDeniedException(file.toString());
            }
            if (!Files.isRegularFile(file)) {
                return refused(file, "required a regular file, found a device or a pipe");
            }
            if (Files.size(file) == 0) {
                return refused(file, "the file is empty");
            }
            return Optional.empty();
        } catch (AccessDeniedException e) {
            return refused(file, "this user may not read the file");
        } catch (IOException e) {
            return refused(file, "the disk says: " + e.getMessage());
        }
    }

    private static Optional<ReadResult.Failed> refused(Path file, String detail) {
        return Optional.of(
                new ReadResult.Failed(ErrorCode.UNREADABLE, file.getFileName() + ": " + detail, 0));
    }
}

package io.watchword.ingest.testing;

import io.watchword.contract.ErrorCode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that does harm where it can, and what has to become of it.
 *
 * @param framesIn pictures in it, at most
 * @param refusal the code that it is refused with, or empty where it is read
 */
public record HostileFile(Path path, Verdict verdict, int framesIn, Optional<ErrorCode> refusal) {
    /** What has to become of a file. */
    public enum Verdict {
        /** Read to its end, nothing amiss. */
        READ,
        /** Read as far as it goes; damage may be reported. */
        READ_OR_DAMAGED,
        /** Read as far as it goes, damage reported. */
        DAMAGED,
        REFUSED,
        /** Either: what is left of it may be too little. */
        ANY
    }

    static HostileFile refused(Path path, ErrorCode code) {
        return new HostileFile(path, Verdict.REFUSED, 0, Optional.of(code));
    }

    static HostileFile read(Path path, Verdict verdict, int framesIn) {
        return new HostileFile(path, verdict, framesIn, Optional.empty());
    }

    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public String toString() {
        return name();
    }
}

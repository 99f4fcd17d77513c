package io.watchword.ingest.source;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Which file it is, whatever folder it lies in.
 *
 * @param sha256 of the contents, lower-case hex
 * @param streamId derived from name and contents
 */
public record FileIdentity(String sha256, String streamId) {
    /** Option of a stream's specification that holds the sha256 of its file. */
    public static final String OPTION = "sha256";

    private static final int BUFFER_BYTES = 1 << 18;

    public FileIdentity {
        requireNonNull(sha256, "sha256 is null");
        requireNonNull(streamId, "streamId is null");
        checkArgument(sha256.length() == 64, "sha256 has %d digits, required 64", sha256.length());
    }

    /** Reads the whole file once. */
    public static FileIdentity of(Path file) throws IOException {
        MessageDigest digest = Ids.sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        Path name = requireNonNull(file.getFileName(), "file has no name");
        return new FileIdentity(sha256, Ids.fileStreamId(name.toString(), sha256));
    }
}

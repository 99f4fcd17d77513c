package io.watchword.deploy.eval.kept;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Ids;
import io.watchword.deploy.describe.RecordKeeper;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes segments and embeddings of a run to files, each record after its length: one file of
 * embeddings, and one of segments for each stream.
 */
public final class KeptWriter implements RecordKeeper, AutoCloseable {
    static final String EMBEDDINGS = "embeddings.bin";
    static final String SEGMENTS = "segments";

    private final Path directory;
    private final DataOutputStream embeddings;

    private KeptWriter(Path directory, DataOutputStream embeddings) {
        this.directory = directory;
        this.embeddings = embeddings;
    }

    /** Begins anew: what an earlier run kept here is deleted. */
    public static KeptWriter open(Path directory) throws IOException {
        Path segments = directory.resolve(SEGMENTS);
        Files.createDirectories(segments);
        try (java.nio.file.DirectoryStream<Path> old =
                Files.newDirectoryStream(segments, "*.bin")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        return new KeptWriter(
                directory,
                new DataOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(directory.resolve(EMBEDDINGS)))));
    }

    static Path segments(Path directory, String streamId) {
        String name = Ids.sha256Hex(streamId.getBytes(UTF_8)).substring(0, 32);
        return directory.resolve(SEGMENTS).resolve(name + ".bin");
    }

    @Override
    public void segment(String streamId, byte[] record) {
        try (DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(
                                        segments(directory, streamId),
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.APPEND)))) {
            put(out, record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void embedding(String streamId, byte[] record) {
        try {
            put(embeddings, record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(DataOutputStream out, byte[] record) throws IOException {
        out.writeInt(record.length);
        out.write(record);
    }

    @Override
    public void close() throws IOException {
        embeddings.close();
    }
}

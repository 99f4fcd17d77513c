package io.watchword.ingest.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.TimeSpan;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.record.DirectoryMediaStore;
import io.watchword.ingest.record.FetchedFiles;
import io.watchword.ingest.record.MediaStore;
import io.watchword.ingest.record.RecordedFile;
import io.watchword.ingest.record.RecordingStart;
import io.watchword.ingest.source.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3RecordingsTest {
    private static final TimeSpan ALWAYS = new TimeSpan(0, Long.MAX_VALUE);
    private static final int BYTES = 1_000;
    private static final Secrets SECRETS =
            name -> Optional.ofNullable(Map.of("ID", "KEY-ID", "SECRET", "very-secret").get(name));

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private long secondsPassed;

    private S3Recordings open(FakeS3Server server) throws IOException {
        return S3Recordings.open(
                new IngestConfig.S3(server.endpoint(), "eu-1", "media", "ID", "SECRET"),
                SECRETS,
                folder.resolve("spool"));
    }

    private FetchedFiles fetched(FakeS3Server server, long maxBytes) throws IOException {
        return FetchedFiles.open(
                open(server),
                folder.resolve("fetched"),
                maxBytes,
                () -> Instant.EPOCH.plusSeconds(++secondsPassed));
    }

    /** Files of ten seconds each, made by a store in a directory. */
    private List<RecordedFile> files(String directory, int count) throws IOException {
        List<RecordedFile> files = new ArrayList<>();
        try (MediaStore store = DirectoryMediaStore.open(folder.resolve(directory))) {
            for (int n = 0; n < count; n++) {
                long startUs = n * 10_000_000L;
                MediaStore.Writing file =
                        store.begin(new RecordingStart("yard", 1, startUs, 1_800_000_000_000_000L));
                byte[] bytes = new byte[BYTES];
                Arrays.fill(bytes, (byte) n);
                file.append(bytes);
                files.add(file.complete(startUs + 10_000_000));
            }
        }
        return files;
    }

    private List<RecordedFile> uploaded(FakeS3Server server, int count) throws IOException {
        List<RecordedFile> files = files("elsewhere", count);
        for (RecordedFile file : files) {
            server.objects()
                    .put(
                            file.key(),
                            Files.readAllBytes(folder.resolve("elsewhere").resolve(file.key())));
        }
        return files;
    }

    @Test
    void readsWhatIsInTheBucketAndWhatWaitsHere() throws Exception {
        try (FakeS3Server server = new FakeS3Server("media")) {
            uploaded(server, 3);
            List<RecordedFile> waiting = files("spool", 4);

            try (S3Recordings recordings = open(server)) {
                assertThat(recordings.list("yard", ALWAYS))
                        .extracting(RecordedFile::key)
                        .containsExactlyElementsOf(
                                waiting.stream().map(RecordedFile::key).toList());
                try (InputStream in = recordings.open(waiting.get(3))) {
                    assertThat(in.readAllBytes()).hasSize(BYTES).containsOnly(3);
                }
            }
        }
    }

    @Test
    void saysThatAFileIsGoneAsADirectoryDoes() throws Exception {
        try (FakeS3Server server = new FakeS3Server("media");
                S3Recordings recordings = open(server)) {
            RecordedFile file = uploaded(server, 1).get(0);
            server.objects().clear();

            assertThatThrownBy(() -> recordings.open(file).close())
                    .isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void fetchesAFileOnce() throws Exception {
        try (FakeS3Server server = new FakeS3Server("media");
                FetchedFiles files = fetched(server, 10 * BYTES)) {
            RecordedFile file = uploaded(server, 2).get(1);
            read(files, file);
            int before = server.requests();

            assertThat(read(files, file)).hasSize(BYTES).containsOnly(1);

            assertThat(server.requests()).isEqualTo(before);
        }
    }

    @Test
    void keepsWhatWasReadLastAndNoMoreThanThereIsRoomFor() throws Exception {
        try (FakeS3Server server = new FakeS3Server("media");
                FetchedFiles files = fetched(server, 2 * BYTES)) {
            List<RecordedFile> all = uploaded(server, 3);
            read(files, all.get(0));
            read(files, all.get(1));
            read(files, all.get(0));
            read(files, all.get(2));
            int before = server.requests();

            read(files, all.get(0));
            assertThat(server.requests()).isEqualTo(before);
            read(files, all.get(1));
            assertThat(server.requests()).isGreaterThan(before);
        }
        assertThat(folder.resolve("fetched")).isDirectoryNotContaining("glob:**.part");
        try (Stream<Path> kept = Files.list(folder.resolve("fetched"))) {
            assertThat(kept).hasSize(2);
        }
    }

    @Test
    void readsWhatIsLargerThanTheRoomWithoutKeepingIt() throws Exception {
        try (FakeS3Server server = new FakeS3Server("media");
                FetchedFiles files = fetched(server, BYTES - 1)) {
            assertThat(read(files, uploaded(server, 1).get(0))).hasSize(BYTES);
        }
        assertThat(folder.resolve("fetched")).isEmptyDirectory();
    }

    @Test
    void keepsNothingOfAFileThatCameShort() throws Exception {
        try (FakeS3Server server = new FakeS3Server("media");
                FetchedFiles files = fetched(server, 10 * BYTES)) {
            RecordedFile file = uploaded(server, 1).get(0);
            server.objects().put(file.key(), new byte[BYTES / 2]);

            assertThatThrownBy(() -> files.open(file).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is listed with 1000 bytes, came with 500");
        }
        assertThat(folder.resolve("fetched")).isEmptyDirectory();
    }

    private static byte[] read(FetchedFiles files, RecordedFile file) throws IOException {
        try (InputStream in = files.open(file)) {
            return in.readAllBytes();
        }
    }
}

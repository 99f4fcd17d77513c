package io.watchword.ingest.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.TimeSpan;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.record.MediaStore;
import io.watchword.ingest.record.RecordedFile;
import io.watchword.ingest.record.RecordingStart;
import io.watchword.ingest.source.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3MediaStoreTest {
    private static final TimeSpan ALWAYS = new TimeSpan(0, Long.MAX_VALUE);
    private static final Secrets SECRETS =
            name -> Optional.ofNullable(Map.of("ID", "KEY-ID", "SECRET", "very-secret").get(name));

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path spool;

    private S3MediaStore open(FakeS3Server server) throws IOException {
        return S3MediaStore.open(
                new IngestConfig.S3(server.endpoint(), "eu-1", "media", "ID", "SECRET"),
                SECRETS,
                new S3MediaStore.Spool(spool, 2_000, Duration.ofMillis(20)));
    }

    private static RecordedFile store(MediaStore store, long startUs) throws IOException {
        MediaStore.Writing file =
                store.begin(new RecordingStart("yard №1", 1, startUs, 1_800_000_000_000_000L));
        byte[] bytes = new byte[1_000];
        java.util.Arrays.fill(bytes, (byte) startUs);
        file.append(bytes);
        return file.complete(startUs + 10);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("20 s passed").isLessThan(deadlineNs);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void putsFilesIntoTheBucketAndGetsThemBack() throws Exception {
        try (FakeS3Server server = new FakeS3Server("media");
                S3MediaStore store = open(server)) {
            for (long startUs = 0; startUs < 50; startUs += 10) {
                RecordedFile file = store(store, startUs);
                await(() -> server.objects().containsKey(file.key()));
            }
            await(() -> store.waitingBytes() == 0);

            assertThat(store.list("yard №1", new TimeSpan(10, 31)))
                    .extracting(file -> file.span().startUs())
                    .containsExactly(10L, 20L, 30L);
            assertThat(store.listAll()).hasSize(5); // three pages
            assertThat(store.list("yard", ALWAYS)).isEmpty();
            RecordedFile third = store.list("yard №1", new TimeSpan(20, 21)).get(0);
            try (InputStream in = store.open(third)) {
                assertThat(in.readAllBytes()).hasSize(1_000).containsOnly(20);
            }
            store.delete(third);
            store.delete(third);
            assertThat(store.listAll()).hasSize(4).doesNotContain(third);
            assertThat(store.problem()).isEmpty();
        }
    }

    @Test
    void keepsFilesWhileTheStoreIsDownAndUploadsThemAfter() throws Exception {
        try (FakeS3Server server = new FakeS3Server("media");
                S3MediaStore store = open(server)) {
            server.down(true);
            RecordedFile file = store(store, 0);
            await(() -> store.problem().isPresent());
            assertThat(store.problem()).contains("bucket media answers 500 InternalError");
            assertThat(store.waitingBytes()).isEqualTo(1_000);
            try (InputStream in = store.open(file)) {
                assertThat(in.readAllBytes()).hasSize(1_000);
            }

            server.down(false);

            await(() -> server.objects().containsKey(file.key()) && store.waitingBytes() == 0);
            await(() -> store.problem().isEmpty());
        }
    }

    @Test
    void beginsNoFileOnceTheSpoolIsFull() throws Exception {
        try (FakeS3Server server = new FakeS3Server("media");
                S3MediaStore store = open(server)) {
            server.down(true);
            store(store, 0);
            store(store, 10);

            assertThatThrownBy(() -> store(store, 20))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("2000 bytes wait to be uploaded");

            server.down(false);
            await(() -> store.waitingBytes() == 0);
            store(store, 30);
        }
    }

    @Test
    void uploadsWhatAnEarlierRunLeft() throws Exception {
        try (FakeS3Server server = new FakeS3Server("media")) {
            RecordedFile file;
            server.down(true);
            try (S3MediaStore store = open(server)) {
                file = store(store, 0);
                await(() -> server.requests() > 0);
            }
            server.down(false);

            try (S3MediaStore store = open(server)) {
                await(() -> store.waitingBytes() == 0);
            }

            assertThat(server.objects()).containsOnlyKeys(file.key());
        }
    }

    @Test
    void namesTheVariableThatIsMissing() throws IOException {
        IngestConfig.S3 config =
                new IngestConfig.S3("http://127.0.0.1:1", "eu-1", "media", "ID", "OTHER");

        assertThatThrownBy(
                        () ->
                                S3MediaStore.open(
                                        config,
                                        SECRETS,
                                        new S3MediaStore.Spool(spool, 1, Duration.ofMillis(20))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ingest.recording.s3.secretKey names OTHER, which is not set");
    }
}

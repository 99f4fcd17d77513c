package io.watchword.ingest.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.TimeSpan;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.ffmpeg.TestClip;
import io.watchword.ingest.ffmpeg.TestRecording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamRecordingTest {
    private static final TimeSpan ALWAYS = new TimeSpan(0, Long.MAX_VALUE);
    private static final InstantSource NOON =
            InstantSource.fixed(Instant.parse("2026-05-04T12:00:00Z"));
    private static final StreamRecording.Place LIVE =
            new StreamRecording.Place(7, 5_000_000, 1_700_000_000_000_000L);

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private static DecoderReport.Recorded report(long startUs, long endUs, boolean last) {
        return new DecoderReport.Recorded(startUs, endUs, new byte[10], last);
    }

    @Test
    void givesFilesTheirPlaceInTheStream() throws IOException {
        try (MediaStore store = DirectoryMediaStore.open(folder);
                StreamRecording recording = new StreamRecording(store, "yard", NOON)) {
            assertThat(recording.take(report(1_000_000, 2_000_000, false), LIVE)).isEmpty();

            Optional<RecordedFile> whole = recording.take(report(1_000_000, 3_000_000, true), LIVE);

            assertThat(whole).isPresent();
            assertThat(store.list("yard", ALWAYS)).containsExactly(whole.get());
            assertThat(whole.get().span()).isEqualTo(new TimeSpan(6_000_000, 8_000_000));
            assertThat(whole.get().epoch()).isEqualTo(7);
            assertThat(whole.get().startUnixUs()).isEqualTo(1_700_000_006_000_000L);
            assertThat(whole.get().bytes()).isEqualTo(20);
        }
    }

    @Test
    void countsTheAgeOfAFileFromNow() throws IOException {
        try (MediaStore store = DirectoryMediaStore.open(folder);
                StreamRecording recording = new StreamRecording(store, "file", NOON)) {
            recording.take(report(0, 1, true), new StreamRecording.Place(0, 0, 0));

            assertThat(store.listAll().get(0).startUnixUs()).isEqualTo(NOON.millis() * 1000);
        }
    }

    @Test
    void saysThatTheDiskIsFullAndGoesOnWhenItIsNot() throws IOException {
        try (FullStore store = new FullStore(DirectoryMediaStore.open(folder), 25);
                StreamRecording recording = new StreamRecording(store, "yard", NOON)) {
            recording.take(report(0, 10, false), LIVE);
            recording.take(report(0, 20, false), LIVE);
            assertThat(recording.problem()).isEmpty();
            recording.take(report(0, 30, false), LIVE);
            assertThat(recording.problem()).contains("No space left on device");
            store.free(1000);
            recording.take(report(0, 40, true), LIVE); // the rest of a broken file is of no use
            assertThat(store.listAll()).isEmpty();

            recording.take(report(50, 60, true), LIVE);

            assertThat(recording.problem()).isEmpty();
            assertThat(store.listAll()).hasSize(1);
        }
    }

    @Test
    void keepsWhatWasWholeWhenTheDecoderEnds() throws IOException {
        Path clip =
                TestClip.make()
                        .video(160, 96, 90, (i, x, y) -> (x + 2 * y + 3 * i) % 256)
                        .with("-g", "30")
                        .write(folder.resolve("clip.ts"));
        List<DecoderReport.Recorded> reports = TestRecording.of(clip, 60_000_000).reports();
        try (MediaStore store = DirectoryMediaStore.open(folder.resolve("store"));
                StreamRecording recording = new StreamRecording(store, "yard", NOON)) {
            recording.take(reports.get(0), LIVE);
            recording.take(reports.get(1), LIVE);

            recording.breakOff();

            assertThat(recording.problem()).isEmpty();
            RecordedFile kept = store.listAll().get(0);
            assertThat(kept.span()).isEqualTo(new TimeSpan(5_000_000, 7_000_000));
            Path path = folder.resolve("store").resolve(kept.key());
            assertThat(TestRecording.hashes(path, "-map", "0:v")).hasSize(60);
        }
    }

    @Test
    void listsFilesWhateverTimesTheDecoderClaims() throws IOException {
        try (MediaStore store = DirectoryMediaStore.open(folder);
                StreamRecording recording = new StreamRecording(store, "yard", NOON)) {
            StreamRecording.Place place = new StreamRecording.Place(0, 0, 1);

            recording.take(report(-5, Long.MIN_VALUE, true), place);
            recording.take(report(Long.MAX_VALUE, Long.MAX_VALUE, true), place);

            assertThat(recording.problem()).isEmpty();
            assertThat(store.listAll()).hasSize(2);
        }
    }
}

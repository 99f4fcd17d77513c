package io.watchword.ingest.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import io.watchword.ingest.ffmpeg.TestClip;
import io.watchword.ingest.segment.SegmentOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DecoderProcessTest {
    private static final SegmentOrigin ORIGIN = new SegmentOrigin("s", "ab".repeat(32), "clip");

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private final DecoderLauncher launcher = Launchers.usual();

    private Path clip(String name, String... options) {
        return TestClip.make()
                .video(160, 96, 150, (i, x, y) -> 40 + (x + 2 * i + y) % 170)
                .sound(5, seconds -> 0.5 * Math.sin(2 * Math.PI * 440 * seconds))
                .with(options)
                .write(folder.resolve(name));
    }

    private static DecodeOrder order(boolean live) {
        return new DecodeOrder(ORIGIN, DecodeConfig.DEFAULT, live, Optional.empty(), 0);
    }

    @Test
    void givesTheSameBytesOfAFileAsReadingItHere() throws IOException {
        Path clip = clip("clip.mp4", "-c:a", "aac");
        List<Segment> here = new ArrayList<>();
        ReadResult result = FileSegmentReader.read(clip, ORIGIN, DecodeConfig.DEFAULT, here::add);

        Told told = new Told();
        ChildExit exit;
        try (DecoderChild child = launcher.start(order(false), Optional.of(clip), told)) {
            exit = child.exit().join();
        }

        assertThat(exit.kind()).isEqualTo(ChildExit.Kind.FINISHED);
        assertThat(told.segments().stream().map(SegmentCodec::encode).toList())
                .usingElementComparator(Arrays::compare)
                .isEqualTo(here.stream().map(SegmentCodec::encode).toList());
        assertThat(told.all(DecoderReport.Ended.class))
                .containsExactly(new DecoderReport.Ended(result));
        assertThat(told.all(DecoderReport.Run.class)).hasSize(1);
    }

    @Test
    void decodesBytesThatComeThroughThePipe() throws IOException {
        byte[] bytes = Files.readAllBytes(clip("clip.ts", "-c:a", "mp2"));

        Told told = new Told();
        ChildExit exit;
        try (DecoderChild child = launcher.start(order(true), Optional.empty(), told)) {
            child.input().opened(MediaFormat.MPEGTS, new byte[0]);
            for (int at = 0; at < bytes.length; at += 1316) {
                child.input().media(bytes, at, Math.min(1316, bytes.length - at));
            }
            child.finish();
            exit = child.exit().join();
        }

        assertThat(exit.kind()).isEqualTo(ChildExit.Kind.FINISHED);
        assertThat(told.segments()).hasSize(3);
        assertThat(told.segments()).noneMatch(Segment::last);
    }
}

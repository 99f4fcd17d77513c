package io.watchword.ingest.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.ffmpeg.TestClip;
import io.watchword.ingest.segment.SegmentOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RtpDecoderTest {
    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private final DecoderLauncher launcher = Launchers.usual();

    private Path clip(String name, String... options) {
        return TestClip.make()
                .video(320, 192, 180, (i, x, y) -> 40 + (x + 2 * i + y) % 170)
                .sound(6, seconds -> 0.5 * Math.sin(2 * Math.PI * 440 * seconds))
                .with(options)
                .write(folder.resolve(name));
    }

    private Told decode(RtpCapture capture) throws IOException {
        DecodeOrder order =
                new DecodeOrder(
                        new SegmentOrigin("cam", "", "cam"),
                        DecodeConfig.DEFAULT,
                        true,
                        Optional.empty(),
                        0);
        Told told = new Told();
        try (DecoderChild child = launcher.start(order, Optional.empty(), told)) {
            child.input().opened(MediaFormat.RTP, capture.sdp());
            for (byte[] packet : capture.packets()) {
                child.input().media(packet, 0, packet.length);
            }
            child.finish();
            assertThat(child.exit().join().kind()).isEqualTo(ChildExit.Kind.FINISHED);
        }
        return told;
    }

    @Test
    void decodesPicturesAndSoundOfACamera() throws IOException {
        Path clip = clip("clip.mp4", "-g", "30", "-c:a", "aac");

        Told told = decode(RtpCapture.of(clip, folder, "0:v", "0:a"));

        List<Segment> segments = told.segments();
        assertThat(told.all(DecoderReport.Opened.class))
                .singleElement()
                .satisfies(opened -> assertThat(opened.format()).isEqualTo("sdp"));
        assertThat(told.all(DecoderReport.Run.class)).hasSize(1);
        assertThat(told.holes()).isEmpty();
        assertThat(segments.subList(0, 2))
                .extracting(Segment::span)
                .containsExactly(new TimeSpan(0, 2_000_000), new TimeSpan(2_000_000, 4_000_000));
        assertThat(segments.get(segments.size() - 1).span().endUs())
                .isCloseTo(6_000_000, within(150_000L));
        assertThat(segments.subList(0, 2))
                .allSatisfy(
                        segment -> {
                            assertThat(segment.keyframes()).isNotEmpty();
                            assertThat(segment.motion().orElseThrow().steps()).isEqualTo(12);
                            assertThat(segment.audio().orElseThrow().samples().length)
                                    .isGreaterThan(30_000);
                        });
    }

    @Test
    void takesTheCamerasClockFromItsSenderReports() throws IOException {
        long beforeUs = System.currentTimeMillis() * 1000;
        RtpCapture capture = RtpCapture.of(clip("clip.mp4", "-an"), folder, "0:v");
        long afterUs = System.currentTimeMillis() * 1000;
        assertThat(capture.packets()).anyMatch(RtpCapture::isRtcp);

        Told told = decode(capture);

        List<WallClock> clocks =
                told.segments().stream().flatMap(s -> s.wallClock().stream()).toList();
        assertThat(clocks).hasSameSizeAs(told.segments());
        assertThat(clocks).allMatch(clock -> clock.origin() == WallClock.Origin.RTCP);
        assertThat(clocks.get(0).unixUs()).isBetween(beforeUs - 1_000_000, afterUs + 1_000_000);
        assertThat(clocks.get(1).unixUs() - clocks.get(0).unixUs())
                .isCloseTo(2_000_000, within(20_000L));
        assertThat(told.all(DecoderReport.Progress.class))
                .last()
                .satisfies(progress -> assertThat(progress.cameraUnixUs()).isPresent());
    }
}

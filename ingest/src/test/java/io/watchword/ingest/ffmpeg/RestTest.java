package io.watchword.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.fetch.MediaFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera of 30 frames a second, every second of them a B picture, quiet for 15 s of 20. */
class RestTest {
    private static final int FRAMES = 600;
    private static final int STILL_FRAMES = 450;
    private static final DecodeConfig RESTFUL = DecodeConfig.DEFAULT.withRestful(true);

    @TempDir private Path folder;

    private Path clip(String... codec) {
        return TestClip.make()
                .video(320, 180, FRAMES, RestTest::luma)
                .with(codec)
                .write(folder.resolve("camera.ts"));
    }

    private static int luma(int frame, int x, int y) {
        int left = 40 + 3 * Math.max(0, frame - STILL_FRAMES) % 200;
        boolean inBox = x >= left && x < left + 60 && y >= 60 && y < 120;
        int u = inBox ? x - left : x;
        return 40 + (u * 7 + y * 13 + u * y / 9) % 150 + (inBox ? 50 : 0);
    }

    private static LiveSource read(Path clip, DecodeConfig config) throws IOException {
        LiveSource source = new LiveSource(MediaFormat.MPEGTS).media(clip);
        source.read(config);
        return source;
    }

    private static DecoderReport.Progress last(LiveSource source) {
        return source.reports().stream()
                .filter(DecoderReport.Progress.class::isInstance)
                .map(DecoderReport.Progress.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static List<Segment> segments(LiveSource source) {
        return source.runs().get(0).segments();
    }

    private static int movingCells(Segment segment) {
        int moving = 0;
        MotionField field = segment.motion().orElseThrow();
        for (byte vector : field.vectors()) {
            moving += vector != 0 ? 1 : 0;
        }
        return moving;
    }

    @Test
    void decodesHalfTheFramesWhileNothingMovesAndAllOfThemAfterwards() throws IOException {
        Path clip = clip("-c:v", "mpeg4", "-q:v", "3", "-bf", "1", "-g", "60");

        DecoderReport.Progress restful = last(read(clip, RESTFUL));
        DecoderReport.Progress wakeful = last(read(clip, DecodeConfig.DEFAULT));

        assertThat(wakeful.framesDecoded()).isEqualTo(FRAMES);
        assertThat(wakeful.framesAtRest()).isZero();
        // Asleep from about the 12th second to the 15th: 15 frames a second instead of 30.
        assertThat(restful.framesAtRest()).isCloseTo(45, within(15L));
        assertThat(FRAMES - restful.framesDecoded()).isCloseTo(restful.framesAtRest(), within(4L));
    }

    @Test
    void losesNoStepOfTheMotionField() throws IOException {
        Path clip = clip("-c:v", "mpeg2video", "-q:v", "3", "-bf", "1", "-g", "60");

        List<Segment> restful = segments(read(clip, RESTFUL));
        List<Segment> wakeful = segments(read(clip, DecodeConfig.DEFAULT));

        assertThat(restful).hasSameSizeAs(wakeful);
        for (int i = 0; i < restful.size(); i++) {
            MotionField field = restful.get(i).motion().orElseThrow();
            assertThat(field.steps()).isEqualTo(wakeful.get(i).motion().orElseThrow().steps());
            assertThat((double) movingCells(restful.get(i)))
                    .as("moving cells of segment %d", i)
                    .isCloseTo(movingCells(wakeful.get(i)), withinPercentage(5));
        }
        MotionField awake = restful.get(8).motion().orElseThrow();
        assertThat(movingCells(restful.get(8))).isGreaterThan(50);
        assertThat(awake.vectors()).isEqualTo(wakeful.get(8).motion().orElseThrow().vectors());
    }

    @Test
    void aStreamWithoutSpareFramesIsDecodedWhole() throws IOException {
        Path clip = clip("-c:v", "libopenh264", "-b:v", "1M", "-g", "60");

        DecoderReport.Progress restful = last(read(clip, RESTFUL));

        assertThat(restful.framesDecoded()).isEqualTo(FRAMES);
        assertThat(restful.framesAtRest()).isZero();
    }
}

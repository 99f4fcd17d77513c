package io.watchword.ingest.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.AudioSamples;
import io.watchword.contract.Keyframe;
import io.watchword.contract.Segment;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountableClipTest {
    private static final int SECONDS = 8;

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "mp4, 25", "mp4, 30", "mp4, 15",
        "mpegts, 25", "mpegts, 30", "mpegts, 15",
        "matroska, 25", "matroska, 30", "matroska, 15"
    })
    void nothingIsLostMovedOrShifted(String container, int fps) {
        Path clip = CountableClip.make(folder.resolve("clip"), SECONDS, fps, container);
        List<Segment> segments = new ArrayList<>();

        ReadResult result =
                FileSegmentReader.read(clip, "s", "clip", DecodeConfig.DEFAULT, segments::add);

        assertThat(result).isInstanceOf(ReadResult.Done.class);
        List<Segment> media = segments.stream().filter(segment -> !segment.last()).toList();
        assertThat(media).hasSize(SECONDS / 2);
        long startUs = media.get(0).keyframes().get(0).ptsUs(); // sound may begin a little earlier
        for (Segment segment : media) {
            assertThat(segment.decodeErrorRatio()).isZero();
            for (Keyframe keyframe : segment.keyframes()) {
                double frames = (keyframe.ptsUs() - startUs) * fps / 1e6;
                assertThat((double) CountableClip.frameNumber(keyframe.jpeg()))
                        .isCloseTo(frames, within(1.0));
            }
            Keyframe first = segment.keyframes().get(0);
            assertThat(CountableClip.isFlash(first.jpeg())).isTrue();
            AudioSamples sound = segment.audio().orElseThrow();
            OptionalLong onsetUs = CountableClip.onsetUs(sound, first.ptsUs() - 300_000);
            assertThat((double) onsetUs.orElseThrow())
                    .isCloseTo((double) first.ptsUs(), within(20_000.0));
        }
        assertThat(heard(media, startUs)).isEqualTo(IntStream.range(0, SECONDS).boxed().toList());
    }

    /** The numbers of the seconds, as the tones say them. */
    private static List<Integer> heard(List<Segment> media, long startUs) {
        AudioSamples sound = joined(media);
        List<Integer> seconds = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            CountableClip.secondAt(sound, startUs + second * 1_000_000L).ifPresent(seconds::add);
        }
        return seconds;
    }

    /** The sound of all segments, each of which begins where the one before it ended. */
    private static AudioSamples joined(List<Segment> media) {
        AudioSamples first = media.get(0).audio().orElseThrow();
        List<short[]> pieces = new ArrayList<>();
        int length = 0;
        for (Segment segment : media) {
            AudioSamples piece = segment.audio().orElseThrow();
            assertThat(piece.startUs())
                    .isEqualTo(first.startUs() + length * 1_000_000L / piece.sampleRateHz());
            pieces.add(piece.samples());
            length += piece.samples().length;
        }
        short[] all = new short[length];
        int at = 0;
        for (short[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return new AudioSamples(first.startUs(), first.sampleRateHz(), all);
    }

    @Test
    void silenceIsNoSecond() {
        AudioSamples silence = new AudioSamples(0, AudioSamples.SAMPLE_RATE_HZ, new short[32_000]);

        assertThat(CountableClip.secondAt(silence)).isEmpty();
        assertThat(CountableClip.secondAt(silence, 1_000_000)).isEmpty();
    }
}

package io.watchword.ingest.child;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.ErrorCode;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.ffmpeg.TestClip;
import io.watchword.ingest.segment.SegmentOrigin;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostileFileTest {
    private static final int HUGE_PX = 16_000;

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private ReadResult decode(Path file) throws Exception {
        Told told = new Told();
        DecodeOrder order =
                new DecodeOrder(
                        new SegmentOrigin("s", "", "s"),
                        DecodeConfig.DEFAULT,
                        false,
                        Optional.empty(),
                        0);
        try (DecoderChild child = Launchers.usual().start(order, Optional.of(file), told)) {
            assertThat(child.exit().get(30, SECONDS).kind()).isEqualTo(ChildExit.Kind.FINISHED);
        }
        return told.all(DecoderReport.Ended.class).get(0).result();
    }

    private byte[] pictures(int count) throws Exception {
        return Files.readAllBytes(
                TestClip.make()
                        .video(160, 96, count, (i, x, y) -> (x + y + i) % 200)
                        .with("-c:v", "mjpeg")
                        .write(folder.resolve("small.avi")));
    }

    private static int find(byte[] in, int from, int... what) {
        for (int at = from; at <= in.length - what.length; at++) {
            boolean same = true;
            for (int i = 0; i < what.length && same; i++) {
                same = (in[at + i] & 0xFF) == what[i];
            }
            if (same) {
                return at;
            }
        }
        return -1;
    }

    private static ErrorCode code(ReadResult result) {
        return ((ReadResult.Failed) result).code();
    }

    @Test
    void refusesPicturesThatTheContainerSaysAreHuge() throws Exception {
        byte[] bytes = pictures(3);
        int format = find(bytes, 0, 's', 't', 'r', 'f') + 8; // BITMAPINFOHEADER
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(format + 4, HUGE_PX).putInt(format + 8, HUGE_PX);

        ReadResult result = decode(Files.write(folder.resolve("huge.avi"), bytes));

        assertThat(code(result)).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void decodesNothingOfPicturesThatTurnOutToBeHuge() throws Exception {
        byte[] bytes = pictures(30);
        int frames = 0;
        for (int at = find(bytes, 0, 0xFF, 0xC0); at >= 0; at = find(bytes, at + 2, 0xFF, 0xC0)) {
            ByteBuffer.wrap(bytes)
                    .putShort(at + 5, (short) HUGE_PX)
                    .putShort(at + 7, (short) HUGE_PX);
            frames++;
        }
        assertThat(frames).isGreaterThanOrEqualTo(30);

        ReadResult result = decode(Files.write(folder.resolve("bomb.avi"), bytes));

        assertThat(code(result)).isIn(ErrorCode.CORRUPT_MEDIA, ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void readsNoPictureUnderTheNameOfAFilm() throws Exception {
        byte[] png = {
            (byte) 0x89,
            'P',
            'N',
            'G',
            13,
            10,
            26,
            10,
            0,
            0,
            0,
            13,
            'I',
            'H',
            'D',
            'R',
            0,
            0,
            62,
            (byte) 128,
            0,
            0,
            62,
            (byte) 128,
            8,
            2,
            0,
            0,
            0,
            1,
            2,
            3,
            4
        };

        assertThat(code(decode(Files.write(folder.resolve("picture.mp4"), png))))
                .isEqualTo(ErrorCode.UNREADABLE);
    }

    @Test
    void readsNoPlaylistUnderTheNameOfAFilm() throws Exception {
        Path secret = Files.write(folder.resolve("secret.avi"), pictures(30));
        String playlist =
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://"
                        + secret
                        + "\n#EXT-X-ENDLIST\n";

        assertThat(code(decode(Files.writeString(folder.resolve("list.mp4"), playlist))))
                .isEqualTo(ErrorCode.UNREADABLE);
    }

    @Test
    void readsAMillionFramesASecondForWhatTheyAre() throws Exception {
        Path clip =
                TestClip.make()
                        .video(160, 96, 500, (i, x, y) -> (x + y + i) % 200)
                        .fps(1_000_000)
                        .with("-c:v", "mjpeg")
                        .write(folder.resolve("fast.mkv"));

        assertThat(decode(clip))
                .isInstanceOfSatisfying(
                        ReadResult.Done.class,
                        done -> {
                            assertThat(done.segments()).isEqualTo(1);
                            assertThat(done.reachedUs()).isLessThan(2_000_000);
                        });
    }
}

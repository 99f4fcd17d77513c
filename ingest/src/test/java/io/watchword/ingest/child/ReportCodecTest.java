package io.watchword.ingest.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.VideoInfo;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeMode;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.HardwareDecode;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.segment.SegmentOrigin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportCodecTest {
    private static final List<DecoderReport> REPORTS =
            List.of(
                    new DecoderReport.Opened(
                            new MediaInfo(
                                    -1,
                                    Optional.of(new VideoInfo(640, 360, 25, "h264", 90)),
                                    true,
                                    Optional.of(7L)),
                            "mpegts",
                            HardwareDecode.CUDA),
                    new DecoderReport.Opened(
                            new MediaInfo(5, Optional.empty(), false, Optional.empty()),
                            "wav",
                            HardwareDecode.NONE),
                    new DecoderReport.Run(3, 40_000, -900_000),
                    new DecoderReport.Decoded(Segment.end("s", "id", "source", 0, 2, 4_000_000)),
                    new DecoderReport.Hole(new TimeSpan(4, 8)),
                    new DecoderReport.Progress(1, 2, 3, 4, Optional.of(5L), true, 6),
                    new DecoderReport.Progress(1, 2, 3, 4, Optional.empty(), false, 0),
                    new DecoderReport.Ended(new ReadResult.Done(7, 8)),
                    new DecoderReport.Ended(
                            new ReadResult.Failed(ErrorCode.CORRUPT_MEDIA, "why", 2)));

    private static byte[] bytes(List<DecoderReport> reports) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (DecoderReport report : reports) {
            ReportCodec.write(out, report);
        }
        return bytes.toByteArray();
    }

    private static List<Decoded<DecoderReport>> read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<Decoded<DecoderReport>> read = new ArrayList<>();
        Optional<Decoded<DecoderReport>> next = ReportCodec.read(in);
        while (next.isPresent()) {
            read.add(next.get());
            next = ReportCodec.read(in);
        }
        return read;
    }

    @Test
    void readsWhatItWrote() throws IOException {
        List<Decoded<DecoderReport>> read = read(bytes(REPORTS));

        assertThat(read)
                .isEqualTo(REPORTS.stream().map(report -> new Decoded.Valid<>(report)).toList());
    }

    @Test
    void takesRecordedBytesAlong() throws IOException {
        DecoderReport recorded = new DecoderReport.Recorded(1, 2, new byte[] {1, 2, 3}, true);

        List<Decoded<DecoderReport>> read = read(bytes(List.of(recorded)));

        assertThat(read)
                .singleElement()
                .isInstanceOfSatisfying(
                        Decoded.Valid.class,
                        valid ->
                                assertThat(((DecoderReport.Recorded) valid.value()).bytes())
                                        .containsExactly(1, 2, 3));
    }

    @Test
    void survivesAnyBytes() throws IOException {
        byte[] good = bytes(REPORTS);
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            byte[] bad = good.clone();
            for (int i = random.nextInt(8); i >= 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }

            List<Decoded<DecoderReport>> read = read(bad); // and throws nothing

            assertThat(read).as("seed %d", seed).hasSizeLessThan(good.length);
        }
    }

    @Test
    void refusesALengthThatNoReportHas() throws IOException {
        byte[] bytes = {0x7F, 0, 0, 0, 1, 2, 3};

        assertThat(read(bytes).get(0)).isInstanceOf(Decoded.Invalid.class);
    }

    @Test
    void ordersComeBackAsTheyWere() {
        DecodeOrder order =
                new DecodeOrder(
                        new SegmentOrigin("stream", "sha", "rtsp://camera/"),
                        DecodeConfig.DEFAULT.withMode(DecodeMode.LIGHT).withRestful(true),
                        true,
                        Optional.of(new DecodeOrder.Resume(5, -3, true)),
                        30_000_000);

        assertThat(OrderCodec.decode(OrderCodec.encode(order, true)))
                .isEqualTo(new Decoded.Valid<>(new OrderCodec.Started(order, true)));
        assertThat(OrderCodec.decode("no base64!")).isInstanceOf(Decoded.Invalid.class);
        assertThat(OrderCodec.decode("AAAA")).isInstanceOf(Decoded.Invalid.class);
    }
}

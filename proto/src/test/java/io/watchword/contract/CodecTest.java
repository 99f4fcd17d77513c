package io.watchword.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.watchword.proto.v1.AudioRecord;
import io.watchword.proto.v1.EmbeddingRecord;
import io.watchword.proto.v1.SegmentRecord;
import io.watchword.proto.v1.StreamStatusRecord;
import io.watchword.proto.v1.TokenBlockRecord;
import io.watchword.proto.v1.TokenType;
import java.util.HexFormat;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static final int SEEDS = 200;

    @Test
    void segmentsSurviveTheWire() {
        survives(RandomRecords::segment, SegmentCodec::encode, SegmentCodec::decode);
    }

    @Test
    void embeddingsSurviveTheWire() {
        survives(RandomRecords::embedding, EmbeddingCodec::encode, EmbeddingCodec::decode);
    }

    @Test
    void eventsSurviveTheWire() {
        survives(RandomRecords::event, EventCodec::encode, EventCodec::decode);
    }

    @Test
    void statusSurvivesTheWire() {
        survives(RandomRecords::status, StreamStatusCodec::encode, StreamStatusCodec::decode);
    }

    @Test
    void theControlPlaneSurvivesTheWire() {
        survives(RandomRecords::spec, StreamsCodec::encode, StreamsCodec::decodeSpec);
        survives(RandomRecords::progress, StreamsCodec::encode, StreamsCodec::decodeProgress);
        survives(RandomRecords::gap, StreamsCodec::encode, StreamsCodec::decodeGap);
    }

    @Test
    void theRecordThatClosesAStreamSurvivesTheWire() {
        Segment end = Segment.end("s", "abc/1/9", "a.mp4", 0, 9, 17_500_000);

        Segment read = valid(SegmentCodec.decode(SegmentCodec.encode(end)));

        assertThat(read).isEqualTo(end);
        assertThat(read.last()).isTrue();
    }

    @Test
    void damagedBytesAreAnAnswerAndNeverAnException() {
        answers(RandomRecords::segment, SegmentCodec::encode, SegmentCodec::decode);
        answers(RandomRecords::embedding, EmbeddingCodec::encode, EmbeddingCodec::decode);
        answers(RandomRecords::event, EventCodec::encode, EventCodec::decode);
        answers(RandomRecords::status, StreamStatusCodec::encode, StreamStatusCodec::decode);
        answers(RandomRecords::spec, StreamsCodec::encode, StreamsCodec::decodeSpec);
        answers(RandomRecords::progress, StreamsCodec::encode, StreamsCodec::decodeProgress);
        answers(RandomRecords::gap, StreamsCodec::encode, StreamsCodec::decodeGap);
    }

    @Test
    void bytesThatAreNoRecordAreInvalid() {
        byte[] noise = "this is no record".getBytes(UTF_8);

        assertInvalid(SegmentCodec.decode(noise), "segment: ");
        assertInvalid(EmbeddingCodec.decode(noise), "embedding: ");
        assertInvalid(StreamStatusCodec.decode(noise), "stream status: ");
        assertInvalid(EventCodec.decode(noise), "event: ");
        assertInvalid(SegmentCodec.decode(new byte[0]), "streamId is blank");
        assertInvalid(EmbeddingCodec.decode(new byte[0]), "embedding: ");
        assertInvalid(StreamStatusCodec.decode(new byte[0]), "stream status: ");
        assertInvalid(EventCodec.decode(new byte[0]), "required a JSON object");
    }

    @Test
    void recordsThatContradictThemselvesAreInvalid() throws Exception {
        SegmentRecord.Builder segment = SegmentRecord.newBuilder().setStreamId("s");
        EmbeddingRecord.Builder embedding =
                EmbeddingRecord.parseFrom(hex(FIRST_EMBEDDING)).toBuilder();
        StreamStatusRecord status = StreamStatusRecord.newBuilder().setStage("TEA").build();

        assertInvalid(
                SegmentCodec.decode(segment.clone().setStartUs(1).build().toByteArray()),
                "span ends before it starts: [1, 0)");
        assertInvalid(
                SegmentCodec.decode(
                        segment.clone().setDecodeErrorRatio(Float.NaN).build().toByteArray()),
                "decodeErrorRatio is NaN");
        assertInvalid(
                SegmentCodec.decode(
                        segment.clone()
                                .setAudio(AudioRecord.newBuilder().setSampleRateHz(16_000))
                                .setLast(true)
                                .build()
                                .toByteArray()),
                "closes its stream and carries media");
        assertInvalid(
                SegmentCodec.decode(
                        segment.clone()
                                .setAudio(
                                        AudioRecord.newBuilder()
                                                .setSampleRateHz(16_000)
                                                .setPcm16(ByteString.copyFrom(new byte[3])))
                                .build()
                                .toByteArray()),
                "pcm16 has 3 bytes");
        assertInvalid(
                EmbeddingCodec.decode(
                        embedding.clone().addSearchVector(Float.NaN).build().toByteArray()),
                "holds NaN");
        assertInvalid(
                EmbeddingCodec.decode(
                        embedding
                                .clone()
                                .addBlocks(TokenBlockRecord.newBuilder().setType(TokenType.INT8))
                                .build()
                                .toByteArray()),
                "token block without a modality");
        assertInvalid(StreamStatusCodec.decode(status.toByteArray()), "TEA");
    }

    /** Bytes of the first version: what is on a log must stay readable. */
    @Test
    void embeddingsThatNoModelMaySeeAreInvalid() throws Exception {
        EmbeddingRecord.Builder embedding =
                EmbeddingRecord.parseFrom(hex(FIRST_EMBEDDING)).toBuilder();

        EmbeddingRecord.Builder scored = embedding.clone();
        scored.getFactsBuilder().addAudioScores(Float.POSITIVE_INFINITY);
        assertInvalid(
                EmbeddingCodec.decode(scored.build().toByteArray()), "audio scores hold Infinity");
        for (float scale : new float[] {Float.NaN, Float.MAX_VALUE}) {
            TokenBlockRecord block =
                    TokenBlockRecord.newBuilder()
                            .setModality(io.watchword.proto.v1.Modality.MOTION)
                            .setType(TokenType.INT8)
                            .setCount(1)
                            .setDim(1)
                            .setScale(scale)
                            .setValues(ByteString.copyFrom(new byte[] {1}))
                            .build();
            assertInvalid(
                    EmbeddingCodec.decode(embedding.clone().addBlocks(block).build().toByteArray()),
                    "scale of MOTION block is " + scale);
        }
    }

    @Test
    void readsWhatTheFirstVersionWrote() {
        assertThat(SegmentCodec.decode(hex(FIRST_SEGMENT)))
                .isEqualTo(new Decoded.Valid<>(Segment.end("cam-1", "cam-1/2/3", "gate", 2, 3, 4)));
        assertThat(StreamStatusCodec.decode(hex(FIRST_STATUS)))
                .isEqualTo(new Decoded.Valid<>(FirstVersion.status()));
        assertThat(valid(EmbeddingCodec.decode(hex(FIRST_EMBEDDING))))
                .usingRecursiveComparison()
                .isEqualTo(FirstVersion.embedding());
    }

    private static final String FIRST_SEGMENT =
            "0a0563616d2d31120963616d2d312f322f331a04676174652002280330043804800101";
    private static final String FIRST_STATUS =
            "0a0563616d2d311206494e474553541a0467617465200128c0843d3080897a3807420d43"
                    + "4f52525550545f4d454449414a0468616c66";
    private static final String FIRST_EMBEDDING =
            "0a0563616d2d31120963616d2d312f322f331a0467617465200228033004380542067469"
                    + "6e7920314a026162520301ac025a1108031001180220022d0000003f3202810362089a99"
                    + "193fcdcc4c3f6a2f088a960a12040000803f1a04000000402204000040402a040000a0c1"
                    + "350000003f38014001480150045a040000803e72130a036f63721208d0a1d0a2d09ed09f"
                    + "180420057d0000003e800101";

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static <T> void survives(
            Function<RandomRecords, T> make,
            Function<T, byte[]> encode,
            Function<byte[], Decoded<T>> decode) {
        for (int seed = 0; seed < SEEDS; seed++) {
            T record = make.apply(new RandomRecords(seed));

            byte[] bytes = encode.apply(record);
            T read = valid(decode.apply(bytes));

            assertThat(read).as("seed %d", seed).usingRecursiveComparison().isEqualTo(record);
            assertThat(encode.apply(read)).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    private static <T> void answers(
            Function<RandomRecords, T> make,
            Function<T, byte[]> encode,
            Function<byte[], Decoded<T>> decode) {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomRecords random = new RandomRecords(seed);
            byte[] bytes = encode.apply(make.apply(random));
            for (int i = 0; i < 20; i++) {
                byte[] damaged = random.damaged(bytes);

                Decoded<T> decoded = decode.apply(damaged);

                assertThat(decoded).as("seed %d", seed).isNotNull();
                if (decoded instanceof Decoded.Invalid<T> invalid) {
                    assertThat(invalid.code()).isEqualTo(ErrorCode.INVALID_RECORD);
                }
            }
        }
    }

    private static <T> T valid(Decoded<T> decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Valid.class);
        return ((Decoded.Valid<T>) decoded).value();
    }

    private static <T> void assertInvalid(Decoded<T> decoded, String detail) {
        assertThat(decoded).isInstanceOf(Decoded.Invalid.class);
        Decoded.Invalid<T> invalid = (Decoded.Invalid<T>) decoded;
        assertThat(invalid.code()).isEqualTo(ErrorCode.INVALID_RECORD);
        assertThat(invalid.detail()).contains(detail);
    }
}

package io.watchword.contract;

import com.google.protobuf.InvalidProtocolBufferException;
import io.watchword.proto.v1.EmbeddingRecord;
import io.watchword.proto.v1.ExpertText;
import io.watchword.proto.v1.SegmentFactsRecord;
import io.watchword.proto.v1.TokenBlockRecord;
import java.util.ArrayList;
import java.util.List;

/** Embeddings as bytes: protobuf {@code watchword.v1.EmbeddingRecord}. */
public final class EmbeddingCodec {
    private EmbeddingCodec() {}

    public static byte[] encode(Embedding embedding) {
        EmbeddingRecord.Builder record =
                EmbeddingRecord.newBuilder()
                        .setStreamId(embedding.streamId())
                        .setSegmentId(embedding.segmentId())
                        .setSource(embedding.source())
                        .setEpoch(embedding.epoch())
                        .setSequence(embedding.sequence())
                        .setStartUs(embedding.span().startUs())
                        .setEndUs(embedding.span().endUs())
                        .setBundle(embedding.bundle())
                        .setBundleSha256(embedding.bundleSha256())
                        .setFacts(facts(embedding.facts()))
                        .setDecodeErrorRatio(embedding.decodeErrorRatio())
                        .setDiscontinuity(embedding.discontinuity())
                        .setLast(embedding.last());
        embedding.wallClock().ifPresent(clock -> record.setWallClock(WallClockCodec.to(clock)));
        for (int id : embedding.motionIds()) {
            record.addMotionIds(id);
        }
        for (float value : embedding.searchVector()) {
            record.addSearchVector(value);
        }
        embedding.blocks().forEach(block -> record.addBlocks(TokenBlockCodec.to(block)));
        for (Embedding.ExpertText text : embedding.texts()) {
            record.addTexts(
                    ExpertText.newBuilder()
                            .setExpert(text.expert())
                            .setText(text.text())
                            .setStartUs(text.span().startUs())
                            .setEndUs(text.span().endUs()));
        }
        return record.build().toByteArray();
    }

    public static Decoded<Embedding> decode(byte[] bytes) {
        try {
            return new Decoded.Valid<>(from(EmbeddingRecord.parseFrom(bytes)));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, "embedding: " + e.getMessage());
        }
    }

    private static Embedding from(EmbeddingRecord record) {
        List<TokenBlock> blocks = new ArrayList<>();
        for (TokenBlockRecord block : record.getBlocksList()) {
            blocks.add(TokenBlockCodec.from(block));
        }
        List<Embedding.ExpertText> texts = new ArrayList<>();
        for (ExpertText text : record.getTextsList()) {
            texts.add(
                    new Embedding.ExpertText(
                            text.getExpert(),
                            text.getText(),
                            new TimeSpan(text.getStartUs(), text.getEndUs())));
        }
        return new Embedding(
                record.getStreamId(),
                record.getSegmentId(),
                record.getSource(),
                record.getEpoch(),
                record.getSequence(),
                new TimeSpan(record.getStartUs(), record.getEndUs()),
                record.getBundle(),
                record.getBundleSha256(),
                record.getMotionIdsList().stream().mapToInt(Integer::intValue).toArray(),
                blocks,
                floats(record.getSearchVectorList()),
                facts(record.getFacts()),
                texts,
                record.getDecodeErrorRatio(),
                record.getDiscontinuity(),
                record.getLast(),
                record.hasWallClock()
                        ? List.of(WallClockCodec.from(record.getWallClock()))
                        : List.of());
    }

    private static SegmentFactsRecord facts(SegmentFacts facts) {
        return SegmentFactsRecord.newBuilder()
                .setStepUs(facts.stepUs())
                .addAllActivity(list(facts.activity()))
                .addAllGlobalDx(list(facts.globalDx()))
                .addAllGlobalDy(list(facts.globalDy()))
                .addAllLoudnessDbfs(list(facts.loudnessDbfs()))
                .setLuma(facts.luma())
                .setSceneCut(facts.sceneCut())
                .setHasVideo(facts.hasVideo())
                .setHasAudio(facts.hasAudio())
                .setKeyframePtsUs(facts.keyframePtsUs())
                .addAllAudioScores(list(facts.audioScores()))
                .build();
    }

    private static SegmentFacts facts(SegmentFactsRecord record) {
        return new SegmentFacts(
                record.getStepUs(),
                floats(record.getActivityList()),
                floats(record.getGlobalDxList()),
                floats(record.getGlobalDyList()),
                floats(record.getLoudnessDbfsList()),
                record.getLuma(),
                record.getSceneCut(),
                record.getHasVideo(),
                record.getHasAudio(),
                record.getKeyframePtsUs(),
                floats(record.getAudioScoresList()));
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    private static float[] floats(List<Float> list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i);
        }
        return values;
    }
}

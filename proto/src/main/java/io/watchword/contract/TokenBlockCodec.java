package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;

import com.google.protobuf.ByteString;
import io.watchword.proto.v1.TokenBlockRecord;
import io.watchword.proto.v1.TokenType;

/** Token blocks as protobuf {@code watchword.v1.TokenBlockRecord}, on the log and on the wire. */
public final class TokenBlockCodec {
    private TokenBlockCodec() {}

    public static TokenBlockRecord to(TokenBlock block) {
        TokenBlockRecord.Builder record =
                TokenBlockRecord.newBuilder()
                        .setModality(
                                switch (block.modality()) {
                                    case SPATIAL -> io.watchword.proto.v1.Modality.SPATIAL;
                                    case MOTION -> io.watchword.proto.v1.Modality.MOTION;
                                    case AUDIO -> io.watchword.proto.v1.Modality.AUDIO;
                                    case TEMPORAL -> io.watchword.proto.v1.Modality.TEMPORAL;
                                })
                        .setCount(block.count())
                        .setDim(block.dim())
                        .setType(TokenType.INT8)
                        .setScale(block.scale())
                        .setValues(ByteString.copyFrom(block.values()));
        for (PictureTokens picture : block.pictures()) {
            record.addPictures(
                    io.watchword.proto.v1.PictureTokens.newBuilder()
                            .setPtsUs(picture.ptsUs())
                            .setRows(picture.rows())
                            .setColumns(picture.columns())
                            .setTileRow(picture.tileRow())
                            .setTileColumn(picture.tileColumn())
                            .setDetail(picture.detail()));
        }
        return record.build();
    }

    /**
     * @throws IllegalArgumentException if the record's type, shape or scale is none we read
     */
    public static TokenBlock from(TokenBlockRecord record) {
        checkArgument(
                record.getType() == TokenType.INT8,
                "token type is %s, required INT8",
                record.getType());
        Modality modality =
                switch (record.getModality()) {
                    case SPATIAL -> Modality.SPATIAL;
                    case MOTION -> Modality.MOTION;
                    case AUDIO -> Modality.AUDIO;
                    case TEMPORAL -> Modality.TEMPORAL;
                    case MODALITY_UNSPECIFIED, UNRECOGNIZED ->
                            throw new IllegalArgumentException("token block without a modality");
                };
        checkArgument(
                Float.isFinite(record.getScale() * Byte.MIN_VALUE),
                "scale of %s block is %s, too large for its values",
                modality,
                record.getScale());
        return new TokenBlock(
                modality,
                record.getCount(),
                record.getDim(),
                record.getScale(),
                record.getValues().toByteArray(),
                record.getPicturesList().stream().map(TokenBlockCodec::picture).toList());
    }

    private static PictureTokens picture(io.watchword.proto.v1.PictureTokens picture) {
        return new PictureTokens(
                picture.getPtsUs(),
                picture.getRows(),
                picture.getColumns(),
                picture.getTileRow(),
                picture.getTileColumn(),
                picture.getDetail());
    }
}

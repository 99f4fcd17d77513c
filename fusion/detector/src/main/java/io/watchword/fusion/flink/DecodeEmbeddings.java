package io.watchword.fusion.flink;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Headers;
import io.watchword.contract.Topics;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Records to embeddings; one that is damaged goes to the dead-letter topic as it came. */
final class DecodeEmbeddings extends ProcessFunction<KafkaRow, Embedding> {
    static final OutputTag<KafkaRow> DEAD =
            new OutputTag<>("embeddings.dlq", TypeInformation.of(KafkaRow.class));

    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    @Override
    public void processElement(KafkaRow row, Context context, Collector<Embedding> out) {
        byte[] value = row.value() == null ? NOTHING : row.value();
        Optional<String> problem = Headers.checksumProblem(row.header(Headers.SHA256), value);
        if (problem.isPresent()) {
            context.output(DEAD, dead(row, ErrorCode.CHECKSUM, problem.get()));
            return;
        }
        Decoded<Embedding> decoded = EmbeddingCodec.decode(value);
        if (decoded instanceof Decoded.Valid<Embedding> valid) {
            out.collect(valid.value());
        } else if (decoded instanceof Decoded.Invalid<Embedding> invalid) {
            context.output(DEAD, dead(row, invalid.code(), invalid.detail()));
        }
    }

    private static KafkaRow dead(KafkaRow row, ErrorCode code, String detail) {
        return row.sentTo(
                Topics.deadLetter(Topics.EMBEDDINGS),
                Headers.deadLetter(
                        "detector", code, detail, row.topic(), row.partition(), row.offset()));
    }
}

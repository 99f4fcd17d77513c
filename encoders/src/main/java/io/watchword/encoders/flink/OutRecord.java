package io.watchword.encoders.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.Ids;
import io.watchword.contract.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A record for Kafka: an embedding, or a segment that goes to the dead letters.
 *
 * @param key empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutRecord(String topic, byte[] key, byte[] value, List<RawRecord.Header> headers) {
    private static final String STAGE = "encode";
    private static final List<String> CARRIED =
            List.of(Headers.TIME_CAPTURE, Headers.TIME_INGEST, Headers.TRACE_PARENT);

    static OutRecord of(RawRecord raw, Embedding embedding, long unixUs) {
        byte[] value = EmbeddingCodec.encode(embedding);
        String id = Ids.embeddingId(embedding.segmentId(), embedding.bundleSha256());
        List<RawRecord.Header> headers = RawRecord.Header.of(Headers.of(id, value));
        raw.headers().stream()
                .filter(header -> CARRIED.contains(header.name()))
                .forEach(headers::add);
        headers.add(
                new RawRecord.Header(Headers.TIME_ENCODE, Long.toString(unixUs).getBytes(UTF_8)));
        return new OutRecord(
                Topics.EMBEDDINGS, embedding.streamId().getBytes(UTF_8), value, headers);
    }

    static OutRecord deadLetter(RawRecord raw, Problem problem) {
        Map<String, byte[]> why =
                Headers.deadLetter(
                        STAGE,
                        problem.code(),
                        problem.detail(),
                        Topics.SEGMENTS,
                        raw.partition(),
                        raw.offset());
        List<RawRecord.Header> headers = new ArrayList<>(raw.headers());
        headers.addAll(RawRecord.Header.of(why));
        return new OutRecord(Topics.deadLetter(Topics.SEGMENTS), raw.key(), raw.value(), headers);
    }
}

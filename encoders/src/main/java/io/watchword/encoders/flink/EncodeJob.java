package io.watchword.encoders.flink;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.watchword.contract.Topics;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.encode.EncoderSource;
import io.watchword.encoders.onnx.SharedEncoders;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * The encode stage as a Flink graph: segments in, embeddings out, and what cannot be encoded to the
 * dead letters. A stream's segments stay in order: they share a partition, both async operators
 * keep the order, and the window is keyed by stream. Two tasks: all up to the key, all after it.
 */
public final class EncodeJob {
    /** Consumer group whose committed offsets say how far segments are encoded. */
    public static final String GROUP = "encoders";

    private static final String MAX_REQUEST_BYTES = Integer.toString(16 << 20);

    private EncodeJob() {}

    /**
     * Adds the stage to {@code env}, from Kafka to Kafka; delivers at least once, under derived
     * ids.
     */
    public static void build(StreamExecutionEnvironment env, EncodeJobConfig config) {
        if (!config.checkpointInterval().isZero()) {
            env.enableCheckpointing(config.checkpointInterval().toMillis());
        }
        env.configure(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        env.getConfig().enableObjectReuse(); // records are never changed
        env.setBufferTimeout(0);
        env.setParallelism(config.encode().parallelism());
        DataStream<RawRecord> segments =
                env.fromSource(
                                segments(config.bootstrapServers()),
                                WatermarkStrategy.noWatermarks(),
                                "segments")
                        .uid("segments");
        connect(
                segments,
                new SharedEncoders(config.bundleDirectory(), config.encode()),
                records(config.bootstrapServers()),
                config.encode());
    }

    /** The stage between any segments and any sink. */
    static void connect(
            DataStream<RawRecord> segments,
            EncoderSource encoders,
            Sink<OutRecord> records,
            EncodeConfig config) {
        DataStream<EncodedSegment> encoded =
                AsyncDataStream.orderedWait(
                                segments,
                                new EncodeSegment(encoders),
                                config.timeout().toMillis(),
                                MILLISECONDS,
                                config.maxInFlight())
                        .name("encode")
                        .uid("encode");

        DataStream<WindowedSegment> windowed =
                encoded.keyBy(EncodedSegment::streamId)
                        .process(new WindowSegments(encoders))
                        .name("window")
                        .uid("window");

        DataStream<OutRecord> out =
                AsyncDataStream.orderedWait(
                                windowed,
                                new EncodeWindow(encoders),
                                config.timeout().toMillis(),
                                MILLISECONDS,
                                config.maxInFlight())
                        .name("temporal")
                        .uid("temporal");

        out.sinkTo(records).name("embeddings").uid("embeddings");
    }

    @SuppressWarnings("deprecation") // the connector still asks for Kafka's older enum
    private static KafkaSource<RawRecord> segments(String bootstrapServers) {
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(bootstrapServers)
                .setTopics(Topics.SEGMENTS)
                .setGroupId(GROUP)
                .setStartingOffsets(
                        OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(new RawRecordReader())
                .build();
    }

    /** One sink for both topics: each record names its own. */
    private static KafkaSink<OutRecord> records(String bootstrapServers) {
        return KafkaSink.<OutRecord>builder()
                .setBootstrapServers(bootstrapServers)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new OutRecordWriter())
                .setProperty("max.request.size", MAX_REQUEST_BYTES)
                .setProperty("linger.ms", "0")
                .build();
    }
}

package io.watchword.fusion.flink;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.watchword.contract.Embedding;
import io.watchword.contract.Topics;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.client.GrpcDescriber;
import io.watchword.fusion.client.SharedGate;
import io.watchword.fusion.describe.Keyframes;
import io.watchword.fusion.describe.Question;
import io.watchword.fusion.kafka.KafkaKeyframes;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The fuse stage as a Flink graph: embeddings in, events out. */
public final class FuseJob {
    private static final String GROUP = "detector";

    private FuseJob() {}

    /**
     * Adds the stage to {@code env}, from Kafka to Kafka. The environment's checkpointing is left
     * as it is; without a checkpoint to restore, the topic is read from its first record.
     *
     * @param bootstrapServers of the Kafka cluster
     * @param llmTarget gRPC target of the language model service, for example {@code
     *     127.0.0.1:50051}; plain text
     * @param audioLabels what the bundle's audio encoder tells apart, in the order of its scores
     */
    public static void build(
            StreamExecutionEnvironment env,
            FuseConfig config,
            String bootstrapServers,
            String llmTarget,
            List<String> audioLabels) {
        configure(env, config);
        DataStream<KafkaRow> embeddings =
                env.fromSource(
                                source(bootstrapServers),
                                WatermarkStrategy.noWatermarks(),
                                "embeddings")
                        .uid("embeddings");
        SharedGate gate = new SharedGate(llmTarget, config.outage());
        DescriberFactory describers =
                describing ->
                        GrpcDescriber.to(
                                gate,
                                describing,
                                describing.keyframes()
                                        ? KafkaKeyframes.open(bootstrapServers)
                                        : Keyframes.NONE);
        fuse(embeddings, config, describers, audioLabels)
                .sinkTo(sink(bootstrapServers))
                .name("events")
                .uid("events");
    }

    /** No buffering for throughput's sake, and no type that Flink could not evolve. */
    static void configure(StreamExecutionEnvironment env, FuseConfig config) {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        env.configure(settings);
        env.setBufferTimeout(0);
        env.setParallelism(config.parallelism());
    }

    /**
     * The stage without its ends: records of topic embeddings in, records of several topics out.
     */
    static DataStream<KafkaRow> fuse(
            DataStream<KafkaRow> embeddings,
            FuseConfig config,
            DescriberFactory describers,
            List<String> audioLabels) {
        SingleOutputStreamOperator<Embedding> decoded =
                embeddings
                        .process(new DecodeEmbeddings(), TypeInformation.of(Embedding.class))
                        .name("decode")
                        .uid("decode");
        SingleOutputStreamOperator<Question> questions =
                decoded.keyBy(Embedding::streamId, Types.STRING)
                        .process(new DetectEvents(config), TypeInformation.of(Question.class))
                        .name("detect")
                        .uid("detect");
        DataStream<KafkaRow> events =
                AsyncDataStream.orderedWait(
                                questions,
                                new DescribeEvents(config, describers, audioLabels),
                                config.describing().longestWait().toMillis(),
                                MILLISECONDS,
                                config.describing().maxInFlight())
                        .returns(TypeInformation.of(KafkaRow.class))
                        .name("describe")
                        .uid("describe");
        return events.union(
                questions.getSideOutput(DetectEvents.STATUS),
                decoded.getSideOutput(DecodeEmbeddings.DEAD));
    }

    /**
     * Starts at the first record unless a checkpoint says where: offsets are worth nothing without
     * the state they belong to.
     */
    private static KafkaSource<KafkaRow> source(String bootstrapServers) {
        return KafkaSource.<KafkaRow>builder()
                .setBootstrapServers(bootstrapServers)
                .setTopics(Topics.EMBEDDINGS)
                .setGroupId(GROUP)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new KafkaRowReader())
                .build();
    }

    private static KafkaSink<KafkaRow> sink(String bootstrapServers) {
        return KafkaSink.<KafkaRow>builder()
                .setBootstrapServers(bootstrapServers)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new KafkaRowWriter())
                .setProperty("enable.idempotence", "true")
                .setProperty("acks", "all")
                .setProperty("max.request.size", Integer.toString(8 * 1024 * 1024))
                .build();
    }
}

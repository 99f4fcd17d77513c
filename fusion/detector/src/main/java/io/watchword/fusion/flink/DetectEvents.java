package io.watchword.fusion.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.watchword.contract.Embedding;
import io.watchword.contract.Headers;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.contract.Topics;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextWindow;
import io.watchword.fusion.context.RecentSegments;
import io.watchword.fusion.describe.Question;
import io.watchword.fusion.detect.Decision;
import io.watchword.fusion.detect.DetectorState;
import io.watchword.fusion.detect.EventCandidate;
import io.watchword.fusion.detect.EventDetector;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keeps an {@link EventDetector}'s state and the segments it may still ask about in Flink, one of
 * each per stream. All judgement is in the detector and the context window.
 */
final class DetectEvents extends KeyedProcessFunction<String, Embedding, Question> {
    static final OutputTag<KafkaRow> STATUS =
            new OutputTag<>("stream-status", TypeInformation.of(KafkaRow.class));

    private static final long serialVersionUID = 1L;

    private final FuseConfig config;
    private transient EventDetector detector;
    private transient ContextWindow window;
    private transient ValueState<DetectorState> detectorState;
    private transient ValueState<RecentSegments> recentSegments;

    @SuppressWarnings("NullAway.Init") // Flink calls open first
    DetectEvents(FuseConfig config) {
        this.config = requireNonNull(config, "config is null");
    }

    @Override
    public void open(OpenContext context) {
        detector = new EventDetector(config);
        window = new ContextWindow(config.describing());
        detectorState =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("detector", DetectorState.class));
        recentSegments =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("recent", RecentSegments.class));
    }

    @Override
    public void processElement(Embedding embedding, Context context, Collector<Question> out)
            throws IOException {
        DetectorState state = requireNonNullElse(detectorState.value(), DetectorState.INITIAL);
        Decision decision = detector.observe(state, embedding);
        if (decision.fresh()) {
            RecentSegments recent =
                    window.add(
                            requireNonNullElse(recentSegments.value(), RecentSegments.EMPTY),
                            embedding);
            for (EventCandidate candidate : decision.candidates()) {
                out.collect(
                        new Question(
                                candidate, config.language(), window.choose(recent, candidate)));
            }
            detectorState.update(decision.next());
            recentSegments.update(window.trim(recent, embedding.epoch(), decision.keepFromUs()));
        }
        if (decision.ended()) {
            context.output(STATUS, status(embedding, decision.next()));
        }
    }

    private static KafkaRow status(Embedding embedding, DetectorState end) {
        StreamStatus status =
                new StreamStatus(
                        embedding.streamId(),
                        StreamStatus.Stage.DETECTOR,
                        embedding.source(),
                        true,
                        end.reachedUs(),
                        end.reachedUs(),
                        end.emitted(),
                        Optional.empty(),
                        Optional.empty());
        byte[] value = StreamStatusCodec.encode(status);
        return KafkaRow.of(
                Topics.STREAM_STATUS,
                status.key().getBytes(UTF_8),
                value,
                Headers.of(status.key(), value));
    }
}

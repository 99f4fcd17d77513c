package io.watchword.fusion.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.Topics;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.describe.Describer;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.describe.EventWriter;
import io.watchword.fusion.describe.PlainCaption;
import io.watchword.fusion.describe.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each question answered: events for topic {@code events}. Where the model fails, the event has
 * a caption that was written without it; where the question is one that it cannot answer, the event
 * is a dead letter without a caption.
 */
final class DescribeEvents extends RichAsyncFunction<Question, KafkaRow> {
    private static final long serialVersionUID = 1L;
    private static final Logger logger = LoggerFactory.getLogger(DescribeEvents.class);

    private final FuseConfig config;
    private final DescriberFactory describers;
    private final List<String> audioLabels;
    private transient PlainCaption captions;
    private transient EventWriter writer;
    private transient @Nullable Describer describer;

    @SuppressWarnings("NullAway.Init") // Flink calls open first
    DescribeEvents(FuseConfig config, DescriberFactory describers, List<String> audioLabels) {
        this.audioLabels = List.copyOf(audioLabels);
        this.config = requireNonNull(config, "config is null");
        this.describers = requireNonNull(describers, "describers is null");
    }

    @Override
    public void open(OpenContext context) {
        captions = new PlainCaption(config.scoring(), audioLabels);
        writer = new EventWriter(config);
        describer = describers.open(config.describing());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the result carries both ends
    public void asyncInvoke(Question question, ResultFuture<KafkaRow> result) {
        requireNonNull(describer, "not open")
                .describe(question)
                .whenComplete(
                        (description, bug) -> {
                            if (bug != null) {
                                result.completeExceptionally(bug);
                            } else {
                                result.complete(rows(question, description));
                            }
                        });
    }

    @Override
    public void timeout(Question question, ResultFuture<KafkaRow> result) {
        String detail = "no answer within " + config.describing().longestWait();
        result.complete(
                rows(question, new Description.Refused(ErrorCode.DEADLINE_EXCEEDED, detail)));
    }

    @Override
    public void close() {
        if (describer != null) {
            describer.close();
        }
    }

    private List<KafkaRow> rows(Question question, Description description) {
        if (description instanceof Description.Described described) {
            return writer.write(question, described).stream()
                    .map(event -> row(Topics.EVENTS, event, Map.of()))
                    .toList();
        }
        Description.Refused refused = (Description.Refused) description;
        logger.atWarn()
                .addKeyValue("streamId", question.candidate().streamId())
                .addKeyValue("eventId", question.candidate().eventId())
                .addKeyValue("code", refused.code())
                .addKeyValue("detail", refused.detail())
                .log("event got no sentence");
        if (refused.modelFailed()) {
            return List.of(row(Topics.EVENTS, writer.writeDegraded(question, captions), Map.of()));
        }
        Map<String, byte[]> headers =
                Headers.deadLetter(
                        "describe", refused.code(), refused.detail(), Topics.EMBEDDINGS, -1, -1);
        Event event = writer.writeUndescribed(question);
        return List.of(row(Topics.deadLetter(Topics.EVENTS), event, headers));
    }

    private static KafkaRow row(String topic, Event event, Map<String, byte[]> more) {
        byte[] value = EventCodec.encode(event);
        Map<String, byte[]> headers = new LinkedHashMap<>(Headers.of(event.eventId(), value));
        headers.putAll(more);
        return KafkaRow.of(topic, event.streamId().getBytes(UTF_8), value, headers);
    }
}

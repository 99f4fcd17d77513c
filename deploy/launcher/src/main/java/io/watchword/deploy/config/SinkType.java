package io.watchword.deploy.config;

import io.watchword.contract.Topics;
import io.watchword.sinks.connect.ChaptersSinkConnector;
import io.watchword.sinks.connect.JsonLinesSinkConnector;
import io.watchword.sinks.connect.MqttSinkConnector;
import io.watchword.sinks.connect.PostgresSinkConnector;
import io.watchword.sinks.connect.StoryboardSinkConnector;
import io.watchword.sinks.connect.WebVttSinkConnector;
import io.watchword.sinks.connect.WebhookSinkConnector;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.connect.sink.SinkConnector;

/** The sinks that come along. The name in lower case is what {@code type} says. */
public enum SinkType {
    JSONL(JsonLinesSinkConnector::new, false, Topics.EVENTS),
    WEBVTT(WebVttSinkConnector::new, false, Topics.EVENTS),
    CHAPTERS(ChaptersSinkConnector::new, false, Topics.EVENTS),
    STORYBOARD(StoryboardSinkConnector::new, false, Topics.SEGMENTS),
    POSTGRES(PostgresSinkConnector::new, false, Topics.EVENTS, Topics.EMBEDDINGS),
    WEBHOOK(WebhookSinkConnector::new, true, Topics.EVENTS),
    MQTT(MqttSinkConnector::new, true, Topics.EVENTS);

    @SuppressWarnings("ImmutableEnumChecker") // a constructor
    private final Supplier<SinkConnector> connector;

    private final boolean onlyNew;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> topics;

    SinkType(Supplier<SinkConnector> connector, boolean onlyNew, String... topics) {
        this.connector = connector;
        this.onlyNew = onlyNew;
        this.topics = List.of(topics);
    }

    public SinkConnector connector() {
        return connector.get();
    }

    /** What it reads unless told otherwise. */
    public List<String> topics() {
        return topics;
    }

    /** Whether it begins with what comes after its first start: nobody wants last year's alerts. */
    public boolean onlyNew() {
        return onlyNew;
    }
}

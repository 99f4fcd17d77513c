package io.watchword.sinks.mqtt;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * One message to a broker, sent at quality of service 1.
 *
 * @param retained whether the broker keeps it for those who come later
 */
public record MqttMessage(String topic, String payload, boolean retained) {
    private static final int MAX_TOPIC_LENGTH = 1_000;

    public MqttMessage {
        requireNonNull(payload, "payload is null");
        checkArgument(
                !topic.isEmpty()
                        && topic.length() <= MAX_TOPIC_LENGTH
                        && topic.chars().noneMatch(c -> c == '+' || c == '#' || c == 0),
                "\"%s\" is no topic to publish to",
                topic);
    }
}

package io.watchword.sinks.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.Event;
import io.watchword.sinks.row.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is published of each event: itself once, and what it changes of its stream's state. An event
 * that was published in this or a later revision gives nothing more. Remembers the last {@value
 * #MEMORY} ids; beyond, the oldest are forgotten. Not thread-safe.
 */
public final class EventMessages {
    static final String ON = "ON";
    static final String OFF = "OFF";

    private static final int MEMORY = 10_000;

    private final MqttNames names;
    private final Duration holds;
    private final Set<String> announced = new HashSet<>();
    private final Map<String, Long> lastStartUs = new LinkedHashMap<>();
    private final Map<String, Integer> revisions =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                    return size() > MEMORY;
                }
            };

    /**
     * @param holds how long motion and alert stay on; what was recorded longer ago turns on nothing
     */
    public EventMessages(MqttNames names, Duration holds) {
        this.names = names;
        this.holds = holds;
    }

    /**
     * The messages of an event that was recorded at {@code recorded}, in the order in which they
     * are sent. Call {@link #published} when they all were.
     */
    public List<MqttMessage> of(EventJson json, Instant recorded, Instant now) {
        Event event = json.event();
        if (revisions.getOrDefault(event.eventId(), 0) >= event.revision()) {
            return List.of();
        }
        String stream = event.streamId();
        List<MqttMessage> messages = new ArrayList<>();
        if (!announced.contains(stream)) {
            messages.addAll(Discovery.of(names, event, holds));
        }
        messages.add(new MqttMessage(names.of(stream, "event"), json.line(), false));
        if (event.span().startUs() >= lastStartUs.getOrDefault(stream, Long.MIN_VALUE)) {
            messages.add(new MqttMessage(names.of(stream, Discovery.LAST), last(event), true));
        }
        if (event.revision() == 1 && recorded.plus(holds).isAfter(now)) {
            if (event.labels().contains(Discovery.MOTION)) {
                messages.add(new MqttMessage(names.of(stream, Discovery.MOTION), ON, false));
            }
            if (event.severity() == Event.Severity.ALERT) {
                messages.add(new MqttMessage(names.of(stream, Discovery.ALERT), ON, false));
            }
        }
        return messages;
    }

    /** They are at the broker. */
    public void published(EventJson json) {
        Event event = json.event();
        announced.add(event.streamId());
        revisions.merge(event.eventId(), event.revision(), Math::max);
        lastStartUs.merge(event.streamId(), event.span().startUs(), Math::max);
    }

    /** What is published of a record that is no event: its JSON under its topic and key. */
    public MqttMessage of(String topic, String key, String json) {
        return new MqttMessage(names.of(topic, MqttNames.part(key)), json, false);
    }

    private static String last(Event event) {
        ObjectNode last = JsonNodeFactory.instance.objectNode();
        String caption = event.caption();
        int end = Math.min(Discovery.STATE_CHARACTERS, caption.length());
        last.put("state", caption.substring(0, end));
        last.put("eventId", event.eventId()).put("revision", event.revision());
        last.put("caption", caption)
                .put("severity", event.severity().name().toLowerCase(java.util.Locale.ROOT));
        event.labels().forEach(last.putArray("labels")::add);
        last.put("startUs", event.span().startUs()).put("endUs", event.span().endUs());
        return last.toString();
    }
}

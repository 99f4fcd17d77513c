package io.watchword.sinks.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.Event;
import java.time.Duration;
import java.util.List;

/**
 * Pure: what tells Home Assistant of a stream, as a device with a sensor for the last event and one
 * each for motion and alerts.
 *
 * @see <a href="https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery">MQTT discovery</a>
 */
final class Discovery {
    static final String MOTION = "motion";
    static final String ALERT = "alert";
    static final String LAST = "last";

    /** A state of Home Assistant's takes 255 characters. */
    static final int STATE_CHARACTERS = 255;

    private Discovery() {}

    static List<MqttMessage> of(MqttNames names, Event event, Duration holds) {
        String stream = event.streamId();
        ObjectNode last = entity(names, stream, "last_event", "Last event");
        last.put("state_topic", names.of(stream, LAST));
        last.put("value_template", "{{ value_json.state }}");
        last.put("json_attributes_topic", names.of(stream, LAST));
        last.put("icon", "mdi:cctv");
        return List.of(
                message(names.discovery("sensor", stream, "last_event"), last, event),
                binary(names, event, MOTION, "Motion", "motion", holds),
                binary(names, event, ALERT, "Alert", "safety", holds));
    }

    private static MqttMessage binary(
            MqttNames names,
            Event event,
            String what,
            String name,
            String deviceClass,
            Duration holds) {
        String stream = event.streamId();
        ObjectNode sensor = entity(names, stream, what, name);
        sensor.put("state_topic", names.of(stream, what));
        sensor.put("payload_on", EventMessages.ON);
        sensor.put("payload_off", EventMessages.OFF);
        sensor.put("device_class", deviceClass);
        sensor.put("off_delay", holds.toSeconds());
        return message(names.discovery("binary_sensor", stream, what), sensor, event);
    }

    private static ObjectNode entity(MqttNames names, String stream, String what, String name) {
        ObjectNode entity = JsonNodeFactory.instance.objectNode();
        entity.put("name", name);
        entity.put("unique_id", names.uniqueId(stream) + "_" + what);
        entity.put("availability_topic", names.status());
        entity.put("qos", 1);
        return entity;
    }

    private static MqttMessage message(String topic, ObjectNode entity, Event event) {
        ObjectNode device = entity.putObject("device");
        device.putArray("identifiers").add("watchword_" + MqttNames.part(event.streamId()));
        device.put("name", event.streamId());
        device.put("manufacturer", "Watchword");
        device.put("model", event.source());
        return new MqttMessage(topic, entity.toString(), true);
    }
}

package io.watchword.sinks.mqtt.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.sinks.delivery.Outcome;
import io.watchword.sinks.mqtt.MqttMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * Publishes at quality of service 1 and returns when the broker has it. Connects when there is
 * something to send, and anew after a loss. While it is connected its status topic says {@code
 * online}, and the broker says {@code offline} when it goes. Not thread-safe.
 */
public final class MqttPublisher implements AutoCloseable {
    private static final int QOS = 1;
    private static final String ONLINE = "online";
    private static final String OFFLINE = "offline";

    private final Settings settings;
    private final MqttClient client;

    /**
     * Where and how to connect.
     *
     * @param broker {@code tcp://host:1883} or {@code ssl://host:8883}
     * @param clientId the broker drops an older connection of the same one
     * @param password only with a user
     * @param statusTopic where to say whether this end is there
     * @param timeout for connecting, and for one message
     */
    public record Settings(
            String broker,
            String clientId,
            Optional<String> user,
            Optional<String> password,
            String statusTopic,
            Duration timeout) {
        @Override
        public String toString() {
            return "MQTT broker " + broker + " as " + clientId;
        }
    }

    private MqttPublisher(Settings settings, MqttClient client) {
        this.settings = settings;
        this.client = client;
    }

    /**
     * Makes a publisher; connects to nothing yet.
     *
     * @throws IllegalArgumentException if there cannot be such a broker
     */
    public static MqttPublisher of(Settings settings) {
        try {
            MqttClient client =
                    new MqttClient(settings.broker(), settings.clientId(), new MemoryPersistence());
            client.setTimeToWait(settings.timeout().toMillis());
            return new MqttPublisher(settings, client);
        } catch (MqttException e) {
            throw new IllegalArgumentException(
                    "\"" + settings.broker() + "\" is no address of a broker: " + e, e);
        }
    }

    /** Sends all of them in order, or says why the broker does not have them all. */
    public Outcome send(List<MqttMessage> messages) {
        try {
            if (!messages.isEmpty() && !client.isConnected()) {
                connect();
            }
            for (MqttMessage message : messages) {
                client.publish(
                        message.topic(),
                        message.payload().getBytes(UTF_8),
                        QOS,
                        message.retained());
            }
            return Outcome.delivered();
        } catch (MqttException e) {
            drop();
            return Outcome.unreachable(settings.broker() + ": " + said(e));
        }
    }

    private void connect() throws MqttException {
        MqttConnectOptions options = new MqttConnectOptions();
        // What was on the way when a connection broke is sent again from Kafka.
        options.setCleanSession(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(Math.toIntExact(Math.max(1, settings.timeout().toSeconds())));
        options.setWill(settings.statusTopic(), OFFLINE.getBytes(UTF_8), QOS, true);
        settings.user().ifPresent(options::setUserName);
        settings.password().ifPresent(password -> options.setPassword(password.toCharArray()));
        client.connect(options);
        client.publish(settings.statusTopic(), ONLINE.getBytes(UTF_8), QOS, true);
    }

    /** A connection that did not answer in time is not used for what comes next. */
    private void drop() {
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 100);
            }
        } catch (MqttException e) {
            // It is gone already, which is what was wanted.
        }
    }

    private static String said(MqttException thrown) {
        Throwable cause = thrown.getCause();
        String text = cause == null ? thrown.getMessage() : cause.getMessage();
        return text == null ? "MQTT reason " + thrown.getReasonCode() : text;
    }

    /** Says that it goes, where that can be said. */
    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.publish(settings.statusTopic(), OFFLINE.getBytes(UTF_8), QOS, true);
                client.disconnect(settings.timeout().toMillis());
            }
        } catch (MqttException e) {
            drop(); // the broker says it for us
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            // Nothing is open any more.
        }
    }
}

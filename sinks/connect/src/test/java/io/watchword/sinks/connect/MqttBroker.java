package io.watchword.sinks.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT broker for all tests of the process, which ends with it, and somebody who reads from it.
 * Each test has topics of its own.
 */
final class MqttBroker {
    private static @Nullable MqttBroker shared;

    private final int port;
    private final MqttClient client;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    /** A message as a subscriber gets it. */
    record Received(String topic, String payload) {}

    private MqttBroker() throws IOException, MqttException {
        port = freePort();
        Properties properties = new Properties();
        properties.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
        properties.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
        properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        new Server().startServer(new MemoryConfig(properties));
        client =
                new MqttClient(
                        "tcp://127.0.0.1:" + port,
                        MqttClient.generateClientId(),
                        new MemoryPersistence());
        client.setCallback(new Taker(received)); // before there is anything to take
        client.connect();
    }

    static synchronized MqttBroker get() {
        if (shared == null) {
            try {
                shared = new MqttBroker();
            } catch (IOException | MqttException e) {
                throw new IllegalStateException(e);
            }
        }
        return shared;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /**
     * Follows what is below two topics, retained messages first. Without acknowledgements: this
     * broker at times counts one twice and then hears of nothing more.
     */
    Reader reader(String prefix, String discovery) throws MqttException {
        List<String> tops = List.of(prefix + "/", discovery + "/");
        client.subscribe(filters(tops), new int[] {0, 0});
        return new Reader(client, received, tops);
    }

    private static String[] filters(List<String> tops) {
        return tops.stream().map(top -> top + "#").toArray(String[]::new);
    }

    private record Taker(BlockingQueue<Received> received) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            String payload = new String(message.getPayload(), UTF_8);
            received.add(new Received(topic, payload));
        }

        @Override
        public void connectionLost(Throwable cause) {
            // A test that waits for more says so.
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // It sends nothing.
        }
    }

    record Reader(MqttClient client, BlockingQueue<Received> received, List<String> tops)
            implements AutoCloseable {
        /** The next message; fails a test that waits for one in vain. */
        Received next() throws InterruptedException {
            Received next;
            do {
                next = received.poll(10, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("no message came");
                }
            } while (tops.stream().noneMatch(next.topic()::startsWith)); // of an earlier test
            return next;
        }

        @Override
        public void close() throws MqttException {
            client.unsubscribe(filters(tops));
        }
    }
}

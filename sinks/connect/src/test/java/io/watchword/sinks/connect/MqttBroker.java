package io.watchword.sinks.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

/** An MQTT broker on a free port, and somebody who reads from it. */
final class MqttBroker implements AutoCloseable {
    /** A message as a subscriber gets it. */
    record Received(String topic, String payload) {}

    private final Server server = new Server();
    private final int port;

    private MqttBroker(int port) {
        this.port = port;
        Properties properties = new Properties();
        properties.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
        properties.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
        properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        try {
            server.startServer(new MemoryConfig(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MqttBroker start() {
        return new MqttBroker(freePort());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MqttBroker start(int port) {
        return new MqttBroker(port);
    }

    int port() {
        return port;
    }

    String address() {
        return "tcp://127.0.0.1:" + port();
    }

    /**
     * Follows what is below two topics, retained messages first. Without acknowledgements: this
     * broker at times counts one twice and then hears of nothing more.
     */
    Reader reader(String prefix, String discovery) throws MqttException {
        MqttClient client =
                new MqttClient(address(), MqttClient.generateClientId(), new MemoryPersistence());
        BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        client.setCallback(new Taker(received)); // before there is anything to take
        client.connect();
        client.subscribe(new String[] {prefix + "/#", discovery + "/#"}, new int[] {0, 0});
        return new Reader(client, received);
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

    record Reader(MqttClient client, BlockingQueue<Received> received) implements AutoCloseable {
        /** The next message; fails a test that waits for one in vain. */
        Received next() throws InterruptedException {
            Received next = received.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no message came");
            }
            return next;
        }

        @Override
        public void close() throws MqttException {
            client.disconnectForcibly(0, 100);
            client.close(true);
        }
    }

    @Override
    public void close() {
        server.stopServer();
    }
}

package io.watchword.sinks.connect;

/**
 * Topics {@code events} or {@code hits}, or any of JSON objects, to a server of somebody else's:
 * each record one signed POST of a CloudEvent.
 */
public final class WebhookSinkConnector extends ServerSinkConnector {
    public WebhookSinkConnector() {
        super(
                WebhookSinkTask.class,
                Integer.MAX_VALUE,
                WebhookSinkConfig.DEFINITION,
                WebhookSinkConfig::of);
    }
}

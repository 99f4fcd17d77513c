package io.watchword.sinks.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Topics;
import java.io.IOException;
import java.net.URI;

/**
 * Whose a record is: a hit may name the one webhook that its subscription wants told. Pure.
 *
 * @param name by which subscriptions ask for it
 * @param url where the sink posts to
 */
public record Addressee(String name, URI url) {
    /** The setting that holds the name, where it is not that of the connector. */
    public static final String NAME_SETTING = "subscribed.name";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether it is for this one; a hit that names none, and all that is no hit, are for all. */
    public boolean isMeant(String topic, byte[] value) {
        if (!topic.equals(Topics.HITS)) {
            return true;
        }
        try {
            String wanted = JSON.readTree(value).path("webhook").asText();
            return wanted.isEmpty() || wanted.equals(name) || wanted.equals(url.toString());
        } catch (IOException e) {
            return true; // what it makes the message of refuses it, with the reason
        }
    }
}

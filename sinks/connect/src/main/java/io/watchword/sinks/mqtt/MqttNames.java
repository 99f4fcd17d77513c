package io.watchword.sinks.mqtt;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Ids;
import java.util.regex.Pattern;

/**
 * The topics of a broker. What may stand in them is narrow: other characters of a name become
 * {@code _}, and then a piece of its sha256 keeps names apart.
 *
 * @param prefix first part of our own topics
 * @param discovery first part of Home Assistant's
 */
public record MqttNames(String prefix, String discovery) {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*");
    private static final int MAX_PART = 100;

    public MqttNames {
        check("prefix", prefix);
        check("discovery prefix", discovery);
    }

    private static void check(String what, String text) {
        checkArgument(
                PREFIX.matcher(text).matches() && text.length() <= MAX_PART,
                "%s is \"%s\", required letters, digits, _, - and / between them",
                what,
                text);
    }

    /** Whether the sink is there: {@code online} or {@code offline}. */
    public String status() {
        return prefix + "/status";
    }

    String of(String stream, String what) {
        return prefix + "/" + part(stream) + "/" + what;
    }

    String discovery(String component, String stream, String what) {
        return discovery + "/" + component + "/" + uniqueId(stream) + "/" + what + "/config";
    }

    String uniqueId(String stream) {
        return prefix.replace('/', '_') + "_" + part(stream);
    }

    static String part(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9_-]", "_");
        if (safe.equals(name) && !name.isEmpty() && name.length() <= MAX_PART) {
            return name;
        }
        String sum = Ids.sha256Hex(name.getBytes(UTF_8)).substring(0, 8);
        return safe.substring(0, Math.min(MAX_PART, safe.length())) + "_" + sum;
    }
}

package io.watchword.sinks.connect;

import io.watchword.sinks.webhook.Addressee;
import io.watchword.sinks.webhook.EgressPolicy;
import io.watchword.sinks.webhook.Signature;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings of {@link WebhookSinkConnector}.
 *
 * @param name by which a subscription asks for this one alone
 * @param timeout of one attempt
 * @param giveUpAfter how long one record may fail at a receiver that answers
 */
record WebhookSinkConfig(
        String name,
        URI url,
        Signature signature,
        EgressPolicy egress,
        Duration timeout,
        Duration giveUpAfter) {
    private static final String URL = "url";
    private static final String SECRET = "secret";
    private static final String ALLOW = "egress.allow";
    private static final String PLAIN_HTTP = "plain.http";
    private static final String TIMEOUT_MS = "timeout.ms";
    private static final String GIVE_UP_MS = "give.up.after.ms";

    static final ConfigDef DEFINITION =
            Retries.define(
                    new ConfigDef()
                            .define(
                                    URL,
                                    ConfigDef.Type.STRING,
                                    ConfigDef.NO_DEFAULT_VALUE,
                                    new ConfigDef.NonEmptyString(),
                                    ConfigDef.Importance.HIGH,
                                    "Address that messages are posted to, https. Redirects are not"
                                            + " followed.")
                            .define(
                                    SECRET,
                                    ConfigDef.Type.PASSWORD,
                                    ConfigDef.NO_DEFAULT_VALUE,
                                    ConfigDef.Importance.HIGH,
                                    "Shared secret of at least 16 bytes: whsec_ and base64, or any"
                                            + " text. Name it through a config provider.")
                            .define(
                                    ALLOW,
                                    ConfigDef.Type.LIST,
                                    List.of(),
                                    ConfigDef.Importance.MEDIUM,
                                    "Blocks of addresses beside the public ones that may be"
                                            + " reached, as 192.168.1.0/24 or 127.0.0.0/8. Metadata"
                                            + " services never are.")
                            .define(
                                    PLAIN_HTTP,
                                    ConfigDef.Type.BOOLEAN,
                                    false,
                                    ConfigDef.Importance.LOW,
                                    "Whether the address may be http, events readable on the way.")
                            .define(
                                    Addressee.NAME_SETTING,
                                    ConfigDef.Type.STRING,
                                    "",
                                    ConfigDef.Importance.LOW,
                                    "Name by which a subscription asks for this webhook alone;"
                                            + " empty for that of the connector.")
                            .define(
                                    TIMEOUT_MS,
                                    ConfigDef.Type.LONG,
                                    10_000L,
                                    ConfigDef.Range.between(1, 60_000),
                                    ConfigDef.Importance.LOW,
                                    "Longest time of one attempt, connection and answer in.")
                            .define(
                                    GIVE_UP_MS,
                                    ConfigDef.Type.LONG,
                                    86_400_000L,
                                    ConfigDef.Range.atLeast(0),
                                    ConfigDef.Importance.LOW,
                                    "How long one message may be answered with 5xx before it goes"
                                            + " to the dead letters. A receiver that cannot be reached"
                                            + " is waited for without end."));

    private static String name(AbstractConfig config) {
        String told = config.getString(Addressee.NAME_SETTING);
        return told.isEmpty() ? config.originalsStrings().getOrDefault("name", "") : told;
    }

    Addressee addressee() {
        return new Addressee(name, url);
    }

    /**
     * @throws ConfigException whose message begins with the key that is wrong
     */
    static WebhookSinkConfig of(AbstractConfig config) {
        return new WebhookSinkConfig(
                name(config),
                url(config.getString(URL), config.getBoolean(PLAIN_HTTP)),
                checked(SECRET, () -> Signature.of(config.getPassword(SECRET).value())),
                checked(ALLOW, () -> new EgressPolicy(config.getList(ALLOW))),
                Duration.ofMillis(config.getLong(TIMEOUT_MS)),
                Duration.ofMillis(config.getLong(GIVE_UP_MS)));
    }

    private static URI url(String text, boolean plainHttp) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new ConfigException(URL + ": required an address, found none");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new ConfigException(URL + ": required https and a host");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new ConfigException(URL + ": required no user name, password or fragment in it");
        }
        if (scheme.equals("http") && !plainHttp) {
            throw new ConfigException(URL + ": required https, or " + PLAIN_HTTP + "=true");
        }
        return url;
    }

    private static <T> T checked(String key, java.util.function.Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key + ": " + e.getMessage());
        }
    }
}

package io.watchword.view.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamVitals;
import io.watchword.view.timeline.StreamState;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** How a stream stands. Pure. */
final class StreamJson {
    private StreamJson() {}

    /**
     * @param pictured whether there is a picture of it
     */
    static ObjectNode of(StreamState stream, boolean pictured) {
        ObjectNode node = Json.object();
        node.put("streamId", stream.streamId());
        node.put("source", stream.source());
        Optional<StreamVitals> vitals = stream.status().flatMap(StreamStatus::vitals);
        node.put("state", vitals.map(StreamJson::state).orElse("unknown"));
        put(node, "since", vitals.map(StreamVitals::sinceUnixUs));
        node.put("reason", reason(stream));
        put(node, "nextTry", vitals.map(StreamVitals::nextTryUnixUs));
        node.put("frameRateHz", vitals.map(StreamVitals::frameRateHz).orElse(0f));
        node.put("lagUs", vitals.map(StreamVitals::lagUs).orElse(0L));
        node.put("gaps", vitals.map(StreamVitals::gaps).orElse(0L));
        node.put("events", stream.events());
        if (stream.lastEvent().isPresent()) {
            node.set("lastEvent", EventJson.of(stream.lastEvent().get()));
        } else {
            node.putNull("lastEvent");
        }
        if (pictured) {
            node.put("picture", "/api/v1/streams/" + escaped(stream.streamId()) + "/picture");
        } else {
            node.putNull("picture");
        }
        return node;
    }

    /** What changes when a stream does, and does not with each frame. */
    static String essence(StreamState stream) {
        Optional<StreamVitals> vitals = stream.status().flatMap(StreamStatus::vitals);
        return vitals.map(StreamJson::state).orElse("unknown")
                + " "
                + vitals.map(StreamVitals::sinceUnixUs).orElse(0L)
                + " "
                + vitals.map(StreamVitals::nextTryUnixUs).orElse(0L)
                + " "
                + vitals.map(StreamVitals::gaps).orElse(0L)
                + " "
                + stream.events()
                + " "
                + reason(stream);
    }

    private static String state(StreamVitals vitals) {
        return vitals.state().name().toLowerCase(Locale.ROOT);
    }

    private static String reason(StreamState stream) {
        String said =
                stream.status().flatMap(StreamStatus::vitals).map(StreamVitals::reason).orElse("");
        return said.isEmpty()
                ? stream.status()
                        .flatMap(StreamStatus::failure)
                        .map(StreamStatus.Failure::detail)
                        .orElse("")
                : said;
    }

    private static void put(ObjectNode node, String field, Optional<Long> unixUs) {
        if (unixUs.filter(us -> us > 0).isPresent()) {
            node.put(field, Instant.EPOCH.plus(unixUs.get(), ChronoUnit.MICROS).toString());
        } else {
            node.putNull(field);
        }
    }

    static String escaped(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }
}

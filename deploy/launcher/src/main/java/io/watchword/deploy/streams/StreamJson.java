package io.watchword.deploy.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.StreamVitals;
import java.util.List;

/** Streams as JSON for programs: one array, one object for each. Pure. */
final class StreamJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StreamJson() {}

    static String of(List<StreamRow> rows) {
        ArrayNode array = JSON.createArrayNode();
        rows.forEach(row -> put(array.addObject(), row));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(array) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("streams are no JSON", e);
        }
    }

    private static void put(ObjectNode node, StreamRow row) {
        node.put("streamId", row.spec().streamId());
        node.put("source", StreamTable.source(row));
        node.put("profile", row.spec().profile().text());
        row.spec().options().forEach(node.putObject("options")::put);
        row.spec().allow().forEach(node.putArray("allow")::add);
        row.spec().folder().ifPresent(folder -> node.put("folder", folder));
        node.put("temporary", !row.spec().owner().isEmpty());
        row.progress()
                .filter(progress -> progress.originUnixUs() > 0)
                .ifPresent(progress -> node.put("originUnixUs", progress.originUnixUs()));
        row.status().ifPresent(status -> node.put("reachedUs", status.reachedUs()));
        row.vitals().ifPresent(vitals -> put(node, row, vitals));
        row.event()
                .ifPresent(
                        event ->
                                node.putObject("lastEvent")
                                        .put("eventId", event.eventId())
                                        .put("startUs", event.span().startUs())
                                        .put("endUs", event.span().endUs())
                                        .put("caption", event.caption()));
    }

    private static void put(ObjectNode node, StreamRow row, StreamVitals vitals) {
        node.put("state", vitals.state().name().toLowerCase(java.util.Locale.ROOT));
        node.put("reason", row.reason());
        node.put("sinceUnixUs", vitals.sinceUnixUs());
        node.put("nextTryUnixUs", vitals.nextTryUnixUs());
        node.put("epoch", vitals.epoch());
        node.put("frameRateHz", vitals.frameRateHz());
        node.put("framesDecoded", vitals.framesDecoded());
        node.put("framesDamaged", vitals.framesDamaged());
        node.put("bytesRead", vitals.bytesRead());
        node.put("lagUs", vitals.lagUs());
        node.put("gaps", vitals.gaps());
        node.put("gapUs", vitals.gapUs());
        node.put("shedUs", vitals.shedUs());
        node.put("processedUs", vitals.processedUs());
        node.put("reconnects", vitals.reconnects());
        if (vitals.clockSkewUs() != StreamVitals.NO_SKEW) {
            node.put("clockSkewUs", vitals.clockSkewUs());
        }
        node.put("level", vitals.level());
        node.put("sandbox", vitals.sandbox());
        node.put("worker", vitals.worker());
    }
}

package io.watchword.deploy.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.deploy.log.StoredTimes;
import io.watchword.fusion.ask.Summary;
import io.watchword.fusion.ask.Summary.Counts;
import io.watchword.fusion.ask.Summary.Headline;
import io.watchword.fusion.ask.Summary.Part;

/** A summary as JSON for programs. Pure. */
final class SummaryJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SummaryJson() {}

    static String of(Summary summary, StoredTimes times) {
        ObjectNode node = JSON.createObjectNode();
        node.put("streamId", summary.streamId());
        node.put("language", summary.language());
        AskJson.put(node, summary.span(), times);
        put(node, summary.total());
        ArrayNode parts = node.putArray("parts");
        for (Part part : summary.parts()) {
            ObjectNode one = parts.addObject();
            String scale = summary.clocked() ? "UnixUs" : "Us";
            one.put("start" + scale, part.range().startUs());
            one.put("end" + scale, part.range().endUs());
            put(one, part.counts());
            part.headline().ifPresent(headline -> put(one.putObject("headline"), headline, times));
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the summary is no JSON", e);
        }
    }

    private static void put(ObjectNode node, Counts counts) {
        node.put("events", counts.events());
        node.put("calm", counts.calm());
        node.put("partsOfEvents", counts.parts());
        counts.labels().forEach(node.putObject("labels")::put);
    }

    private static void put(ObjectNode node, Headline headline, StoredTimes times) {
        node.put("text", headline.text());
        node.put("confidence", AskJson.rounded(headline.confidence()));
        node.put("by", headline.byModel() ? "model" : "caption");
        AskJson.put(node, headline.span(), times);
    }
}

package io.watchword.deploy.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.deploy.log.StoredTimes;
import io.watchword.fusion.ask.Answer;
import io.watchword.fusion.ask.AskPlan;
import io.watchword.fusion.ask.Finding;
import java.util.List;
import java.util.Locale;

/** An answer as one line of JSON. Pure. */
final class AskJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AskJson() {}

    /**
     * @param line as people asked
     */
    static String of(Answer answer, String line, StoredTimes times) {
        try {
            return JSON.writeValueAsString(node(answer, line, times)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the answer is no JSON", e);
        }
    }

    static ObjectNode node(Answer answer, String line, StoredTimes times) {
        ObjectNode node = JSON.createObjectNode();
        node.put("streamId", answer.question().streamId());
        node.put("question", line);
        node.put("asked", answer.question().text());
        node.put("language", answer.question().language());
        node.put("kind", lower(answer.question().kind()));
        put(node, answer.question().span(), times);
        node.put("verdict", lower(answer.verdict()));
        node.put("answer", answer.text());
        node.put("confidence", rounded(answer.confidence()));
        put(node.putArray("spans"), answer.spans(), times);
        ArrayNode groups = node.putArray("answers");
        for (Answer.Group group : answer.groups()) {
            ObjectNode one = groups.addObject();
            one.put("text", group.text());
            one.put("confidence", rounded(group.confidence()));
            one.put("windows", group.windows());
            put(one.putArray("spans"), group.spans(), times);
        }
        ArrayNode windows = node.putArray("windows");
        for (Finding finding : answer.findings()) {
            windows.add(node(finding, times));
        }
        ArrayNode captions = node.putArray("captions");
        for (Finding caption : answer.plan().captions()) {
            ObjectNode one = captions.addObject();
            put(one, caption.span(), times);
            one.put("text", caption.text());
            one.put("confidence", rounded(caption.confidence()));
        }
        node.put("summedBy", answer.summedByModel() ? "model" : "rule");
        node.put("unsure", answer.unsure());
        node.put("senseless", answer.senseless());
        node.set("lookedAt", plan(answer.plan()));
        node.set("cost", cost(answer));
        return node;
    }

    /** What the model says about one window. */
    static ObjectNode node(Finding finding, StoredTimes times) {
        ObjectNode node = JSON.createObjectNode();
        put(node, finding.span(), times);
        node.put("text", finding.text());
        node.put("confidence", rounded(finding.confidence()));
        node.put("fits", finding.fits());
        finding.segmentIds().forEach(node.putArray("segmentIds")::add);
        return node;
    }

    /** What is looked at, and what is left out. */
    static ObjectNode plan(AskPlan plan) {
        ObjectNode node = JSON.createObjectNode();
        node.put("storedUs", plan.storedUs());
        node.put("askedUs", plan.askedUs());
        node.put("stillUs", plan.stillUs());
        node.put("beyondBudgetUs", plan.budgetUs());
        node.put("storedWindows", plan.storedWindows());
        node.put("askedWindows", plan.askedWindows());
        node.put("stillWindows", plan.stillWindows());
        node.put("beyondBudgetWindows", plan.budgetWindows());
        node.put("embeddings", plan.tokens());
        node.put("budget", plan.maxTokens());
        return node;
    }

    private static ObjectNode cost(Answer answer) {
        TokenLedger tokens = answer.ledger().tokens();
        ObjectNode node = JSON.createObjectNode();
        node.put("model", answer.ledger().model());
        node.put("modelSha256", answer.ledger().modelSha256());
        node.put("calls", answer.ledger().calls());
        node.put("refused", answer.ledger().refusals());
        answer.ledger()
                .refusal()
                .ifPresent(
                        refusal -> node.put("refusal", refusal.code() + ": " + refusal.detail()));
        node.put("text", tokens.text());
        node.put("spatial", tokens.spatial());
        node.put("motion", tokens.motion());
        node.put("audio", tokens.audio());
        node.put("temporal", tokens.temporal());
        node.put("delimiter", tokens.delimiter());
        node.put("decoded", tokens.decoded());
        return node;
    }

    private static void put(ArrayNode array, List<TimeSpan> spans, StoredTimes times) {
        spans.forEach(span -> put(array.addObject(), span, times));
    }

    /** Media time always; Unix time where the clock is known. */
    static void put(ObjectNode node, TimeSpan span, StoredTimes times) {
        node.put("startUs", span.startUs());
        node.put("endUs", span.endUs());
        times.stream().unixUs(span.startUs()).ifPresent(us -> node.put("startUnixUs", us));
        times.stream().unixUs(span.endUs()).ifPresent(us -> node.put("endUnixUs", us));
    }

    static double rounded(float value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

package io.watchword.deploy.eval.score;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.deploy.eval.ask.Asker;
import io.watchword.deploy.eval.audit.Audit;
import io.watchword.deploy.eval.audit.AuditedBlocks;
import io.watchword.deploy.eval.kept.ToldEvent;
import io.watchword.deploy.eval.metric.SlotTally;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far the facts fall when a sense is taken away. The same spans are asked about again, of at
 * most {@value #MOST} events, and compared with what was said of them with all senses.
 */
public final class AuditScores {
    static final int MOST = 400;

    private final Judge judge;
    private final Asker asker;
    private final AuditedBlocks blocks;
    private final long seed;

    public AuditScores(Judge judge, Asker asker, AuditedBlocks blocks, long seed) {
        this.judge = judge;
        this.asker = asker;
        this.blocks = blocks;
        this.seed = seed;
    }

    /**
     * Figures by audit, {@code none} first.
     *
     * @param judged events of one language
     */
    public Map<String, SlotTally> score(List<Judged> judged, Set<Audit> audits, Scores scores)
            throws IOException, InterruptedException {
        List<Judged> chosen = chosen(judged);
        CaptionScores captions = new CaptionScores(judge.slots());
        Map<String, SlotTally> tallies = new LinkedHashMap<>();
        tallies.put("none", captions.slots(chosen, one -> true));
        Map<String, List<ToldEvent>> bySource = new TreeMap<>();
        chosen.forEach(
                one ->
                        bySource.computeIfAbsent(one.event().source(), name -> new ArrayList<>())
                                .add(one.event()));
        for (Audit audit : audits) {
            List<ToldEvent> said = new ArrayList<>();
            for (Map.Entry<String, List<ToldEvent>> entry : bySource.entrySet()) {
                Map<String, SegmentTokens> tokens = blocks.of(audit, entry.getKey());
                entry.getValue().forEach(event -> said.add(again(event, tokens)));
            }
            tallies.put(audit.key(), captions.slots(judge.judge(said), one -> true));
        }
        tallies.forEach((name, tally) -> put(scores, name, tally));
        SlotTally blind = tallies.get(Audit.BLIND.key());
        if (blind != null && !chosen.isEmpty()) {
            scores.put("blind_slot_accuracy", blind.accuracy());
        }
        return tallies;
    }

    private static void put(Scores scores, String name, SlotTally tally) {
        ObjectNode section = scores.detail("audits").putObject(name);
        CaptionScores.put(tally, section);
    }

    private ToldEvent again(ToldEvent event, Map<String, SegmentTokens> tokens) {
        List<SegmentTokens> seen =
                event.segmentIds().stream()
                        .flatMap(id -> Optional.ofNullable(tokens.get(id)).stream())
                        .toList();
        Optional<Asker.Answer> answer = asker.ask(seen, event.language(), "");
        return event.saying(
                answer.map(Asker.Answer::text).orElse(""),
                event.language(),
                answer.map(Asker.Answer::confidence).orElse(0.0));
    }

    private List<Judged> chosen(List<Judged> judged) {
        List<Judged> possible = new ArrayList<>();
        for (Judged one : judged) {
            if (one.truth().isPresent() && !one.event().segmentIds().isEmpty()) {
                possible.add(one);
            }
        }
        Collections.shuffle(possible, new Random(seed));
        return possible.subList(0, Math.min(MOST, possible.size()));
    }
}

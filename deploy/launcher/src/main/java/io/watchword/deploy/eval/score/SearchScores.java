package io.watchword.deploy.eval.score;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.Embedding;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.metric.Retrieval;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.eval.set.SourceTruth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether a sentence finds its clip. A clip is one stored segment, its text the sentence of the
 * window of truth nearest to it. Clips of one text cannot be told apart by it, so finding any of
 * them counts; the other readings are in the details.
 */
public final class SearchScores {
    private static final int MOST_CLIPS = 1000;

    private final Function<String, float[]> search;
    private final long seed;

    /**
     * @param search text to the vector it is searched by
     */
    public SearchScores(Function<String, float[]> search, long seed) {
        this.search = search;
        this.seed = seed;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Clip(String text, float[] vector) {}

    public void score(EvaluationSet set, Kept kept, Scores scores) {
        List<Clip> all = clips(set, kept);
        Collections.shuffle(all, new Random(seed));
        List<Clip> clips = all.subList(0, Math.min(MOST_CLIPS, all.size()));
        if (clips.size() < 2) {
            String reason = "fewer than two segments have a window of truth with an English text";
            scores.absent("retrieval_r1", reason);
            scores.absent("retrieval_r10", reason);
            return;
        }
        ObjectNode section = scores.detail("retrieval");
        List<Integer> byText = put(section.putObject("clips_of_the_same_text"), clips, false);
        put(section.putObject("own_clip_only"), clips, true);
        Map<String, Clip> distinct = new LinkedHashMap<>();
        all.forEach(clip -> distinct.putIfAbsent(clip.text(), clip));
        List<Clip> one = List.copyOf(distinct.values());
        put(
                section.putObject("one_clip_of_each_text"),
                one.subList(0, Math.min(MOST_CLIPS, one.size())),
                false);
        scores.put("retrieval_r1", Retrieval.recall(byText, 1));
        scores.put("retrieval_r10", Retrieval.recall(byText, 10));
    }

    private static List<Clip> clips(EvaluationSet set, Kept kept) {
        List<Clip> clips = new ArrayList<>();
        for (SourceTruth source : set.sources()) {
            for (Embedding embedding : kept.embeddings(source.name())) {
                if (embedding.searchVector().length > 0) {
                    source.window(embedding.span(), Judge.WITHIN_US)
                            .flatMap(window -> window.sentence("en"))
                            .ifPresent(text -> clips.add(new Clip(text, embedding.searchVector())));
                }
            }
        }
        return clips;
    }

    private List<Integer> put(ObjectNode into, List<Clip> clips, boolean ownOnly) {
        List<float[]> vectors = clips.stream().map(Clip::vector).toList();
        Set<String> texts = new LinkedHashSet<>();
        clips.forEach(clip -> texts.add(clip.text()));
        Map<String, float[]> queries = new LinkedHashMap<>();
        texts.forEach(text -> queries.put(text, search.apply(text)));
        List<Integer> ranks = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            String text = clips.get(i).text();
            if (!ownOnly && !texts.remove(text)) {
                continue; // asked already
            }
            boolean[] belongs = new boolean[clips.size()];
            for (int j = 0; j < belongs.length; j++) {
                belongs[j] = ownOnly ? i == j : clips.get(j).text().equals(text);
            }
            ranks.add(Retrieval.rank(queries.getOrDefault(text, new float[0]), vectors, belongs));
        }
        into.put("clips", clips.size()).put("queries", ranks.size());
        for (int k : new int[] {1, 5, 10}) {
            into.put("r_at_" + k, Scores.rounded(Retrieval.recall(ranks, k)));
        }
        ranks.sort(null);
        into.put("median_rank", ranks.get(ranks.size() / 2) + 1);
        return ranks;
    }
}

package io.watchword.llm.onnx;

import io.watchword.llm.onnx.DecoderForm.Cache;
import io.watchword.llm.onnx.GraphNodes.Node;
import java.util.List;
import java.util.Set;

/**
 * Says from a decoder's graph whether its KV cache may be read and written in one buffer: each past
 * tensor goes into one GroupQueryAttention (com.microsoft) and nowhere else, and the present tensor
 * comes out of the same. That operator writes only the new positions where both are the same
 * memory. Pure.
 */
final class SharedBuffers {
    private static final String DOMAIN = "com.microsoft";
    private static final String OPERATOR = "GroupQueryAttention";
    private static final int PAST_KEY = 3; // inputs: query, key, value, past key, past value
    private static final int PRESENT_KEY = 1; // outputs: attention, present key, present value

    /** Operators with graphs of their own, which may read any tensor of the graph around them. */
    private static final Set<String> WITH_GRAPHS = Set.of("If", "Loop", "Scan", "SequenceMap");

    private SharedBuffers() {}

    static boolean possible(List<Node> graph, List<Cache> caches) {
        return graph.stream().noneMatch(node -> WITH_GRAPHS.contains(node.operator()))
                && caches.stream().allMatch(cache -> possible(graph, cache));
    }

    private static boolean possible(List<Node> graph, Cache cache) {
        List<Node> readers =
                graph.stream()
                        .filter(
                                node ->
                                        node.inputs().contains(cache.past())
                                                || node.inputs().contains(cache.present()))
                        .toList();
        return readers.size() == 1 && overwrites(readers.get(0), cache);
    }

    private static boolean overwrites(Node node, Cache cache) {
        int part = node.inputs().indexOf(cache.past()) - PAST_KEY;
        return node.domain().equals(DOMAIN)
                && node.operator().equals(OPERATOR)
                && (part == 0 || part == 1)
                && node.inputs().lastIndexOf(cache.past()) == PAST_KEY + part
                && node.outputs().indexOf(cache.present()) == PRESENT_KEY + part;
    }
}

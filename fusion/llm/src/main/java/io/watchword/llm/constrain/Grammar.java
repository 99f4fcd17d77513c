package io.watchword.llm.constrain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one schema in the tokens of one tokenizer. Remembers what may follow where, up
 * to a bound at which it forgets all and starts again. Thread-safe: what is remembered is the same
 * whoever worked it out.
 */
final class Grammar {
    /** More than any answer has, and far from overflow. */
    static final int NEVER = Integer.MAX_VALUE / 2;

    private static final int MAX_REMEMBERED_IDS = 2_000_000; // 8 MB
    private static final int MAX_REMEMBERED_PLANS = 20_000;
    private static final PieceTree.Step<Standing> STEP =
            new PieceTree.Step<>() {
                @Override
                public Standing next(Standing state, int value) {
                    return state.next(value);
                }

                @Override
                public boolean dead(Standing state) {
                    return state.dead();
                }
            };

    private final PieceTree tree;
    private final Standing start;
    private final Map<Standing, List<Following>> following = new ConcurrentHashMap<>();
    private final AtomicInteger rememberedIds = new AtomicInteger();
    private final Map<Standing, Plan> plans = new ConcurrentHashMap<>();

    /** Tokens that lead to one standing. */
    static final class Following {
        private final Standing after;
        private final int[] tokenIds;

        private Following(Standing after, int[] tokenIds) {
            this.after = after;
            this.tokenIds = tokenIds;
        }

        Standing after() {
            return after;
        }

        IntStream tokenIds() {
            return IntStream.of(tokenIds);
        }
    }

    /**
     * Tokens that complete a document.
     *
     * @param tokenIds null if the tokenizer has no tokens that do
     */
    record Plan(@Nullable List<Integer> tokenIds) {
        /** How many tokens it takes, {@link #NEVER} where none do. */
        int length() {
            return tokenIds == null ? NEVER : tokenIds.size();
        }
    }

    Grammar(Symbol document, PieceTree tree) {
        this.tree = tree;
        this.start = Standing.before(document);
    }

    Standing start() {
        return start;
    }

    /** Where a document stands after a token that may follow. */
    Standing after(Standing standing, int tokenId) {
        Standing now = standing;
        for (byte value : tree.piece(tokenId)) {
            now = now.next(value & 0xff);
        }
        return now;
    }

    /** The tokens that can follow, by where they lead. */
    List<Following> following(Standing standing) {
        List<Following> known = following.get(standing);
        if (known != null) {
            return known;
        }
        Map<Standing, List<Integer>> found = new LinkedHashMap<>();
        tree.follow(
                standing,
                STEP,
                (after, id) -> found.computeIfAbsent(after, key -> new ArrayList<>()).add(id));
        List<Following> all = new ArrayList<>();
        int count = 0;
        for (Map.Entry<Standing, List<Integer>> entry : found.entrySet()) {
            int[] ids = entry.getValue().stream().mapToInt(Integer::intValue).toArray();
            all.add(new Following(entry.getKey(), ids));
            count += ids.length;
        }
        if (rememberedIds.addAndGet(count) > MAX_REMEMBERED_IDS) {
            following.clear();
            rememberedIds.set(count);
        }
        following.put(standing, all);
        return all;
    }

    /** A short way to complete a document. */
    Plan plan(Standing standing) {
        Plan known = plans.get(standing);
        if (known != null) {
            return known;
        }
        Plan plan =
                tree.fewest(standing.closing())
                        .map(ids -> new Plan(IntStream.of(ids).boxed().toList()))
                        .orElseGet(() -> new Plan(null));
        if (plans.size() >= MAX_REMEMBERED_PLANS) {
            plans.clear();
        }
        plans.put(standing, plan);
        return plan;
    }
}

package io.watchword.llm.constrain;

import static io.watchword.contract.Checks.checkArgument;
import static io.watchword.contract.Checks.checkState;

import io.watchword.llm.sample.TokenRule;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Holds a model to one document that is whole within the limit of tokens. At every token it knows a
 * plan: tokens that complete the document from where it stands, and for which there is room. What
 * leaves no room for a plan is ruled out, so that the plan's own first token is always left.
 */
final class DocumentRule implements TokenRule {
    private static final int END = 1; // tokens that end an answer

    private final Grammar grammar;
    private final Set<Integer> eosIds;
    private Standing now;
    private List<Integer> plan;
    private int left; // tokens that may still be said, the end token among them

    /**
     * @throws IllegalArgumentException if the limit has no room for the shortest document
     */
    DocumentRule(Grammar grammar, Set<Integer> eosIds, int limit) {
        this.grammar = grammar;
        this.eosIds = Set.copyOf(eosIds);
        this.now = grammar.start();
        this.left = limit;
        Grammar.Plan first = grammar.plan(now);
        List<Integer> tokenIds = first.tokenIds();
        if (tokenIds == null) {
            throw new IllegalArgumentException(
                    "jsonSchema: the tokenizer cannot spell its shortest document");
        }
        checkArgument(
                first.length() + END <= limit,
                "jsonSchema: its shortest document and its end take %d tokens, limit %d",
                first.length() + END,
                limit);
        this.plan = tokenIds;
    }

    @Override
    public void restrict(float[] logits) {
        BitSet allowed = allowed();
        for (int id = 0; id < logits.length; id++) {
            // What is no number stays, so that the sampler sees it.
            if (!allowed.get(id) && Float.isFinite(logits[id])) {
                logits[id] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    private BitSet allowed() {
        BitSet allowed = new BitSet();
        for (Grammar.Following following : grammar.following(now)) {
            if (grammar.plan(following.after()).length() + END <= left - 1) {
                following.tokenIds().forEach(allowed::set);
            }
        }
        if (!plan.isEmpty()) {
            allowed.set(plan.get(0));
        }
        if (now.complete()) {
            eosIds.forEach(allowed::set);
        }
        return allowed;
    }

    @Override
    public void said(int tokenId) {
        now = grammar.after(now, tokenId);
        left--;
        checkState(!now.dead(), "token %d cannot follow in this document", tokenId);
        boolean planned = !plan.isEmpty() && plan.get(0) == tokenId;
        List<Integer> fresh = grammar.plan(now).tokenIds();
        if (planned) {
            plan = plan.subList(1, plan.size());
        }
        if (fresh != null && (!planned || fresh.size() < plan.size())) {
            plan = fresh;
        }
        checkState(plan.size() + END <= left, "no room to complete the document");
    }
}

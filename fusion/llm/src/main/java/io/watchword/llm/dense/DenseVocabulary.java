package io.watchword.llm.dense;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.llm.prompt.EventsPiece;
import io.watchword.llm.token.Tokenizer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** What each token id stands for in an answer that tells what happens when. Immutable. */
public final class DenseVocabulary {
    private final int eosId;
    private final int[] timeIds; // by bin
    private final Map<Integer, Integer> bins = new HashMap<>(); // by token id
    private final BitSet special = new BitSet();

    /**
     * @throws IllegalArgumentException if a time token is none of the tokenizer's
     */
    public DenseVocabulary(EventsPiece events, Tokenizer tokenizer, int eosId) {
        this.eosId = eosId;
        this.timeIds = new int[events.bins()];
        for (int bin = 0; bin < timeIds.length; bin++) {
            String token = events.timeToken(bin);
            int[] ids = tokenizer.encode(token);
            checkArgument(
                    ids.length == 1,
                    "languageModel.prompt.events: \"%s\" is %d tokens of the tokenizer, required 1",
                    token,
                    ids.length);
            checkArgument(
                    bins.put(ids[0], bin) == null,
                    "languageModel.prompt.events: \"%s\" is no token of its own",
                    token);
            timeIds[bin] = ids[0];
        }
        for (String token : tokenizer.specialTokens()) {
            for (int id : tokenizer.encode(token)) {
                special.set(id);
            }
        }
        special.set(eosId);
        bins.keySet().forEach(special::set);
    }

    int eosId() {
        return eosId;
    }

    boolean isTime(int tokenId) {
        return bins.containsKey(tokenId);
    }

    /** Bin of a time token; negative for any other. */
    int bin(int tokenId) {
        return bins.getOrDefault(tokenId, -1);
    }

    /** Whether a token is words, and neither a time nor part of the prompt's own structure. */
    boolean isText(int tokenId) {
        return !special.get(tokenId);
    }

    int timeId(int bin) {
        return timeIds[bin];
    }

    int bins() {
        return timeIds.length;
    }
}

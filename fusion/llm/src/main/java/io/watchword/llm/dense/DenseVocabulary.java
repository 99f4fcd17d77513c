package io.watchword.llm.dense;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.llm.prompt.EventsPiece;
import io.watchword.llm.token.Tokenizer;
import java.util.Arrays;
import java.util.BitSet;

/** What each token id stands for in an answer that tells what happens when. Immutable. */
public final class DenseVocabulary {
    private final int eosId;
    private final int timeTokens;
    private final int[] bins; // by token id, -1 where it is no time
    private final BitSet special = new BitSet();

    /**
     * @throws IllegalArgumentException if a time token is none of the tokenizer's
     */
    public DenseVocabulary(EventsPiece events, Tokenizer tokenizer, int eosId) {
        this.eosId = eosId;
        this.timeTokens = events.bins();
        int[] timeIds = new int[timeTokens];
        for (int bin = 0; bin < timeIds.length; bin++) {
            String token = events.timeToken(bin);
            int[] ids = tokenizer.encode(token);
            checkArgument(
                    ids.length == 1,
                    "languageModel.prompt.events: \"%s\" is %d tokens of the tokenizer, required 1",
                    token,
                    ids.length);
            timeIds[bin] = ids[0];
        }
        this.bins = new int[Arrays.stream(timeIds).max().orElse(0) + 1];
        Arrays.fill(bins, -1);
        for (int bin = 0; bin < timeIds.length; bin++) {
            checkArgument(
                    bins[timeIds[bin]] < 0,
                    "languageModel.prompt.events: \"%s\" is no token of its own",
                    events.timeToken(bin));
            bins[timeIds[bin]] = bin;
            special.set(timeIds[bin]);
        }
        for (String token : tokenizer.specialTokens()) {
            for (int id : tokenizer.encode(token)) {
                special.set(id);
            }
        }
        special.set(eosId);
    }

    int eosId() {
        return eosId;
    }

    boolean isTime(int tokenId) {
        return bin(tokenId) >= 0;
    }

    /** Bin of a time token; negative for any other. */
    int bin(int tokenId) {
        return tokenId < bins.length ? bins[tokenId] : -1;
    }

    /** Whether a token is words, and neither a time nor part of the prompt's own structure. */
    boolean isText(int tokenId) {
        return !special.get(tokenId);
    }

    /** How many times there are. */
    int timeTokens() {
        return timeTokens;
    }
}

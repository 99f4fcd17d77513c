package io.watchword.llm.decode;

import io.watchword.llm.sample.StopStrings;
import io.watchword.llm.token.StreamingDetokeniser;
import io.watchword.llm.token.Tokenizer;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Hears the tokens of one answer and says at which one it has spelled a stop string. Not
 * thread-safe: who decodes owns it.
 */
final class StopWatch implements IntPredicate {
    private final StreamingDetokeniser detokeniser;
    private final StopStrings stops;
    private final boolean idle;

    StopWatch(Tokenizer tokenizer, List<String> stops) {
        this.detokeniser = new StreamingDetokeniser(tokenizer);
        this.stops = new StopStrings(stops);
        this.idle = stops.isEmpty();
    }

    @Override
    public boolean test(int tokenId) {
        if (idle) {
            return false;
        }
        stops.add(detokeniser.add(tokenId));
        return stops.stopped();
    }
}

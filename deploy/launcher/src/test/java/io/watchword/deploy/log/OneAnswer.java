package io.watchword.deploy.log;

import io.watchword.contract.TokenLedger;
import io.watchword.fusion.ask.WindowModel;
import io.watchword.fusion.describe.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A model that always says the same, and remembers what it was asked. */
public final class OneAnswer implements WindowModel {
    private final String text;
    private final float confidence;
    private final List<Asked> asked = new ArrayList<>();

    public OneAnswer(String text, float confidence) {
        this.text = text;
        this.confidence = confidence;
    }

    @Override
    public CompletableFuture<Description> answer(Asked question) {
        asked.add(question);
        return CompletableFuture.completedFuture(
                new Description.Described(
                        text, confidence, new TokenLedger(1, 1, 1, 1, 1, 1, 1), "b 1", "s", "p"));
    }

    public List<Asked> asked() {
        return asked;
    }

    @Override
    public void close() {}
}

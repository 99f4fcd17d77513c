package io.watchword.llm.engine;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;

/** Goes on in two ways, then in three, two of them from the second row, then in one, and ends. */
final class ForkingJob implements Job, Strand {
    private final List<Integer> rowsSeen = new ArrayList<>();
    private boolean finished;

    /** Rows that it was shown each time. */
    List<Integer> rowsSeen() {
        return rowsSeen;
    }

    boolean finished() {
        return finished;
    }

    @Override
    public Priority priority() {
        return Priority.LIVE;
    }

    @Override
    public boolean abandoned() {
        return false;
    }

    @Override
    public List<Strand> open() {
        return List.of(this);
    }

    @Override
    public void ended(Ending how) {
        finished = how instanceof Ending.Finished;
    }

    @Override
    public Prompt prompt() {
        return new Prompt(
                List.of(new Prompt.Tokens(new int[4])), new TokenLedger(4, 0, 0, 0, 0, 0, 0));
    }

    @Override
    public int maxNewTokens() {
        return 4;
    }

    @Override
    public int maxRows() {
        return 3;
    }

    @Override
    public List<Step> next(List<float[]> logits) {
        rowsSeen.add(logits.size());
        return switch (rowsSeen.size()) {
            case 1 -> List.of(new Step(0, 1), new Step(0, 2));
            case 2 -> List.of(new Step(1, 3), new Step(0, 4), new Step(1, 5));
            case 3 -> List.of(new Step(2, 6));
            default -> List.of();
        };
    }
}

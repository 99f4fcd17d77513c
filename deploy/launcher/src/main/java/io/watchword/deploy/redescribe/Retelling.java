package io.watchword.deploy.redescribe;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.Event;
import io.watchword.deploy.UserMistake;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.describe.Describer;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.describe.EventWriter;
import io.watchword.fusion.describe.Question;
import io.watchword.fusion.redescribe.Revisions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Has questions answered, some at a time, and keeps the events in the order of the questions.
 * Whoever asks waits while as many are in the air as the configuration allows. Not thread-safe.
 */
final class Retelling {
    /** What will not be otherwise for any other question. */
    private static final Set<ErrorCode> HOPELESS =
            Set.of(ErrorCode.MODEL_MISMATCH, ErrorCode.INVALID_RECORD);

    private record Asked(Question question, CompletableFuture<Description> answer) {}

    private final Describer describer;
    private final String prompt;
    private final int maxInFlight;
    private final EventWriter writer;
    private final Revisions revisions;
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final List<Event> events = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    Retelling(Describer describer, FuseConfig config, String prompt, Revisions revisions) {
        this.describer = describer;
        this.prompt = prompt;
        this.maxInFlight = config.describing().maxInFlight();
        this.writer = new EventWriter(config);
        this.revisions = revisions;
    }

    /**
     * @throws UserMistake if the model cannot answer such questions
     */
    void ask(Question question) {
        while (asked.size() >= maxInFlight) {
            take(asked.remove());
        }
        Question inWords = question.asking(prompt);
        asked.add(new Asked(inWords, describer.describe(inWords)));
    }

    /** Waits for all answers. */
    void finish() {
        while (!asked.isEmpty()) {
            take(asked.remove());
        }
    }

    private void take(Asked oldest) {
        Description description = oldest.answer().join();
        if (description instanceof Description.Described described) {
            writer.write(oldest.question(), described)
                    .forEach(event -> events.add(revisions.place(event)));
            return;
        }
        Description.Refused no = (Description.Refused) description;
        if (HOPELESS.contains(no.code())) {
            throw new UserMistake(no.detail());
        }
        refused.add(no.detail());
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /** What to say of events that got no sentence; empty when all did. */
    Optional<String> problem() {
        return refused.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        refused.size() + " events got no sentence; the first: " + refused.get(0));
    }
}

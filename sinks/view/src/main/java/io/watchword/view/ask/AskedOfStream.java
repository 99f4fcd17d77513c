package io.watchword.view.ask;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import java.util.List;
import java.util.Optional;

/**
 * A question as people ask it.
 *
 * @param streamId whose
 * @param text in plain words, English or Russian
 * @param from where the span begins, as the command line takes it; empty for all that is stored
 * @param to where it ends
 * @param after spans of the answer before, which "and then?" goes on from; empty without one
 */
public record AskedOfStream(
        String streamId,
        String text,
        Optional<String> from,
        Optional<String> to,
        List<TimeSpan> after) {
    public static final int MAX_CHARACTERS = 1000;
    private static final int MAX_SPANS = 100;

    public AskedOfStream {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        after = List.copyOf(after);
        checkArgument(!text.isBlank(), "the question is empty");
        checkArgument(
                text.length() <= MAX_CHARACTERS,
                "the question has %d characters, %d are allowed",
                text.length(),
                MAX_CHARACTERS);
        checkArgument(
                after.size() <= MAX_SPANS,
                "after has %d spans, %d are allowed",
                after.size(),
                MAX_SPANS);
    }
}

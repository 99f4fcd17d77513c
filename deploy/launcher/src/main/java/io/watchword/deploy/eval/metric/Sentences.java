package io.watchword.deploy.eval.metric;

import static io.watchword.contract.Checks.checkArgument;

import java.util.List;

/**
 * A sentence that was said, and those that would have been right; as words.
 *
 * @param references at least one
 */
public record Sentences(List<String> said, List<List<String>> references) {
    public Sentences {
        said = List.copyOf(said);
        references = references.stream().map(List::copyOf).toList();
        checkArgument(!references.isEmpty(), "a sentence without a reference cannot be scored");
    }

    /** From plain text. */
    public static Sentences of(String said, String reference) {
        return new Sentences(Words.of(said), List.of(Words.of(reference)));
    }
}

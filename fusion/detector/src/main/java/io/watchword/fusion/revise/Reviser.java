package io.watchword.fusion.revise;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Event;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.describe.Describer;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.describe.EventWriter;
import io.watchword.fusion.describe.Question;
import io.watchword.fusion.detect.EventCandidate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Describes an event again that was written without the model: the same question, of the same
 * segments, from their stored embeddings.
 */
public final class Reviser {
    private final StoredEmbeddings embeddings;
    private final Describer describer;

    public Reviser(StoredEmbeddings embeddings, Describer describer) {
        this.embeddings = requireNonNull(embeddings, "embeddings is null");
        this.describer = requireNonNull(describer, "describer is null");
    }

    /** Asks; reads the embeddings before it returns. */
    public CompletableFuture<Revision> revise(Event degraded) {
        List<Embedding> seen = new ArrayList<>();
        Set<String> wanted = new HashSet<>(degraded.evidence().segmentIds());
        embeddings.read(
                degraded.streamId(),
                degraded.model().sha256(),
                degraded.span(),
                embedding -> {
                    if (wanted.remove(embedding.segmentId())) {
                        seen.add(embedding);
                    }
                });
        if (seen.isEmpty() || !wanted.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Revision.Impossible(
                            "of "
                                    + degraded.evidence().segmentIds().size()
                                    + " segments "
                                    + seen.size()
                                    + " are stored"));
        }
        Question question =
                new Question(
                        EventCandidate.of(degraded, seen.get(0).epoch(), seen.get(0).bundle()),
                        degraded.language(),
                        seen.stream().map(ContextSegment::from).toList());
        return describer
                .describe(question)
                .thenApply(answer -> revision(degraded, question, answer));
    }

    private static Revision revision(Event degraded, Question question, Description answer) {
        if (answer instanceof Description.Described described) {
            return new Revision.Written(EventWriter.revise(degraded, question, described));
        }
        Description.Refused refused = (Description.Refused) answer;
        String detail = refused.code() + ": " + refused.detail();
        if (refused.code() == ErrorCode.INVALID_OUTPUT) {
            return new Revision.Spoilt(detail);
        }
        return refused.modelFailed()
                ? new Revision.ModelDown(detail)
                : new Revision.Impossible(detail);
    }
}

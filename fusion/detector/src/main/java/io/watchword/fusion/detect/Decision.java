package io.watchword.fusion.detect;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What one embedding leads to.
 *
 * @param next the state to keep
 * @param candidates events that are complete now, in order of time
 * @param fresh false where the embedding was already counted, and nothing changes
 * @param ended whether this embedding closed the stream; true again where it is replayed
 * @param keepFromUs media before this will not be asked about any more
 */
public record Decision(
        DetectorState next,
        List<EventCandidate> candidates,
        boolean fresh,
        boolean ended,
        long keepFromUs) {
    public Decision {
        requireNonNull(next, "next is null");
        candidates = List.copyOf(candidates);
    }
}

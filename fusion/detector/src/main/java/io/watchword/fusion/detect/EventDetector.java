package io.watchword.fusion.detect;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.fusion.FuseConfig;
import java.util.List;

/**
 * Finds events in the embeddings of one stream. Pure: equal state and embedding give equal
 * decisions, so replaying a stream gives the same events.
 *
 * <pre>
 *            score >= openAt                        lasted minDuration
 *   quiet ----------------------> open, a blip ----------------------> open, confirmed
 *     ^                              |   quiet for closeAfter: dropped         |  |
 *     |                              v                                         |  | maxDuration or a
 *     +------------------------------+---------- event <-----------------------+  | new shot: cut
 *                                            quiet for closeAfter                 +----> open again
 * </pre>
 *
 * <p>Quiet of at least {@code minCalm} becomes one calm event when it ends. A stream with any media
 * gives at least one event.
 */
public final class EventDetector {
    private final FuseConfig config;
    private final String configSha256;
    private final NoveltyScorer scorer;

    public EventDetector(FuseConfig config) {
        this.config = requireNonNull(config, "config is null");
        this.configSha256 = config.sha256();
        this.scorer = new NoveltyScorer(config.scoring());
    }

    /**
     * Counts one embedding.
     *
     * <p>An embedding that was already counted changes nothing, except that the first one of a
     * stream, seen again under other settings, begins the stream anew.
     */
    public Decision observe(DetectorState state, Embedding embedding) {
        if (!state.hasSeen(embedding.epoch(), embedding.sequence())) {
            return walk(state, embedding);
        }
        boolean sameSettings =
                configSha256.equals(state.configSha256())
                        && embedding.bundleSha256().equals(state.bundleSha256());
        boolean first = embedding.sequence() == 0 && embedding.epoch() == state.epoch();
        if (first && !sameSettings && !embedding.last()) {
            return walk(DetectorState.INITIAL, embedding);
        }
        boolean ended = embedding.last() && state.finished();
        return new Decision(state, List.of(), false, ended, Long.MIN_VALUE);
    }

    private Decision walk(DetectorState state, Embedding embedding) {
        DetectorWalk walk = new DetectorWalk(config, state, embedding);
        if (!state.started()) {
            walk.begin();
        } else if (breaks(state, embedding)) {
            walk.endStretch();
            walk.begin();
        }
        if (embedding.last()) {
            return walk.endStream(configSha256);
        }
        boolean cut = embedding.facts().sceneCut() && walk.background().known();
        NoveltyScorer.Scored scored = scorer.score(walk.background(), embedding, cut);
        if (cut) {
            walk.cutAtSegment();
        }
        walk.through(scored.steps());
        return walk.decision(configSha256, scored.background());
    }

    /** Whether the embedding does not continue what came before it. */
    private static boolean breaks(DetectorState state, Embedding embedding) {
        if (embedding.last()) {
            return false;
        }
        long holeUs = Math.abs(embedding.span().startUs() - state.reachedUs());
        return embedding.epoch() != state.epoch()
                || embedding.discontinuity()
                || holeUs > embedding.facts().stepUs()
                || !embedding.bundleSha256().equals(state.bundleSha256());
    }
}

package io.watchword.deploy.eval.compress;

import io.watchword.deploy.eval.kept.ToldEvent;
import java.util.List;

/**
 * What is said of kept embeddings in prompts of one kind, and what that costs.
 *
 * @param events by source and time
 * @param questions prompts with an answer
 * @param unanswered prompts without
 * @param positions of all prompts, as their ledgers say
 * @param askedUs media time of the segments that were asked about, before compression
 * @param videoUs media time of the sources
 * @param cpuNs of the thread that projects, compresses, prefills and decodes
 */
record Retold(
        List<ToldEvent> events,
        int questions,
        int unanswered,
        long positions,
        long askedUs,
        long videoUs,
        long cpuNs) {
    Retold {
        events = List.copyOf(events);
    }

    /** Positions of a prompt for each second of the segments that it was made of. */
    double positionsPerAskedSecond() {
        return positions / Math.max(1e-6, askedUs / 1e6);
    }

    /** Positions of all prompts for each second of video, calm or not. */
    double positionsPerVideoSecond() {
        return positions / Math.max(1e-6, videoUs / 1e6);
    }
}

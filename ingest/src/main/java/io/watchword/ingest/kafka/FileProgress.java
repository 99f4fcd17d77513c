package io.watchword.ingest.kafka;

import io.watchword.contract.Segment;
import io.watchword.contract.StreamProgress;

/** How far a file is read: the decoder says something of it, Kafka another part. Thread-safe. */
final class FileProgress {
    private StreamProgress now;

    FileProgress(StreamProgress from) {
        this.now = from;
    }

    synchronized StreamProgress now() {
        return now;
    }

    /** The next segment is about to be tried once more. */
    synchronized StreamProgress attempted() {
        return set(now.reachedUs(), now.nextSequence(), now.attempts() + 1, false);
    }

    /** The decoder found where media time begins. */
    synchronized void began(long originPtsUs) {
        boolean again = now.nextSequence() > 0;
        now =
                new StreamProgress(
                        now.streamId(),
                        now.epoch(),
                        now.originUnixUs(),
                        now.reachedUs(),
                        now.nextSequence(),
                        again ? now.originPtsUs() : originPtsUs,
                        !again || now.seekable(),
                        now.attempts(),
                        now.done());
    }

    /** The pts jumped: reading cannot begin in the middle. */
    synchronized void jumped() {
        now =
                new StreamProgress(
                        now.streamId(),
                        now.epoch(),
                        now.originUnixUs(),
                        now.reachedUs(),
                        now.nextSequence(),
                        now.originPtsUs(),
                        false,
                        now.attempts(),
                        now.done());
    }

    synchronized StreamProgress acknowledged(Segment segment) {
        long reachedUs = Math.max(now.reachedUs(), segment.span().endUs());
        return set(reachedUs, segment.sequence() + 1, 0, false);
    }

    /** A segment is left out. */
    synchronized StreamProgress skipped(long sequence, long endUs) {
        return set(Math.max(now.reachedUs(), endUs), sequence + 1, 0, false);
    }

    synchronized StreamProgress ended() {
        return set(now.reachedUs(), now.nextSequence(), 0, true);
    }

    private StreamProgress set(long reachedUs, long nextSequence, int attempts, boolean done) {
        now =
                new StreamProgress(
                        now.streamId(),
                        now.epoch(),
                        now.originUnixUs(),
                        reachedUs,
                        nextSequence,
                        now.originPtsUs(),
                        now.seekable(),
                        attempts,
                        done);
        return now;
    }
}

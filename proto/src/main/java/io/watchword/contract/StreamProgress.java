package io.watchword.contract;

import static java.util.Objects.requireNonNull;

/**
 * How far ingest has come with a stream: on topic {@code streams}, in the partition of its {@link
 * StreamSpec}, keyed by {@link #key(String)}. Written before the first segment of an epoch, so that
 * an ingest worker that lost the stream without knowing writes under an epoch that is over; and
 * after each acknowledgement, so that the next one goes on from there.
 *
 * @param epoch one more at each connection
 * @param originUnixUs wall clock at media time 0 of a live stream; 0 for files
 * @param reachedUs media time up to which everything is told, as segments or as gaps
 * @param nextSequence first segment that Kafka has not acknowledged
 * @param originPtsUs of a file: pts of its first frame or sample, at media time 0
 * @param seekable whether reading can begin in the middle: pts did not jump before {@code
 *     nextSequence}
 * @param attempts how often {@code nextSequence} was begun and broke the decoder
 * @param done whether the stream has come to its end
 */
public record StreamProgress(
        String streamId,
        long epoch,
        long originUnixUs,
        long reachedUs,
        long nextSequence,
        long originPtsUs,
        boolean seekable,
        int attempts,
        boolean done) {
    public StreamProgress {
        requireNonNull(streamId, "streamId is null");
    }

    /** Of a stream that was never read. */
    public static StreamProgress none(String streamId) {
        return new StreamProgress(streamId, -1, 0, 0, 0, 0, false, 0, false);
    }

    /** Stream ids have no slash. */
    public static String key(String streamId) {
        return streamId + "/progress";
    }
}

package io.watchword.ingest.rtsp;

/** What comes over an RTSP connection. */
sealed interface Incoming {
    Quiet QUIET = new Quiet();

    /** A response, or a request of the server. */
    record Message(RtspMessage message) implements Incoming {}

    /** An interleaved packet; the bytes are the connection's, and hold until the next is read. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(int channel, byte[] bytes, int offset, int length) implements Incoming {}

    /** Nothing whole in time; what came in part is kept. */
    record Quiet() implements Incoming {}
}

package io.watchword.contract;

/**
 * Why a record or a source could not be processed. The name is the dead-letter header, the metric
 * label and the wire value.
 */
public enum ErrorCode {
    /** The source is absent, empty, not permitted or not media at all. */
    UNREADABLE(false),
    /** Media that stopped decoding part of the way. */
    CORRUPT_MEDIA(false),
    UNSUPPORTED_CODEC(false),
    /** Larger than a limit: pixels, streams, bytes. */
    LIMIT_EXCEEDED(false),
    /** A source that asks for a name and a password, and got none or the wrong ones. */
    UNAUTHENTICATED(false),
    /** An address that the egress policy does not let this stream reach. */
    FORBIDDEN_ADDRESS(false),
    /** Media that ended the decoder, more than once. */
    POISON(false),
    /** A record whose bytes are not what its type says. */
    INVALID_RECORD(false),
    /** A record whose {@code ww-sha256} header does not match its value. */
    CHECKSUM(false),
    /** Embeddings of another bundle, or tensors of another shape than the model takes. */
    MODEL_MISMATCH(false),
    /** A model answered with NaN, infinity or a wrong shape. */
    INVALID_OUTPUT(false),
    OVERLOADED(true),
    DEADLINE_EXCEEDED(true),
    UNAVAILABLE(true);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same record may succeed later without anyone changing anything. */
    public boolean retryable() {
        return retryable;
    }
}

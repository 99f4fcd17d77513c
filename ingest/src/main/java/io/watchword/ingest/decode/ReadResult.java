package io.watchword.ingest.decode;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.ErrorCode;

/** What became of reading one file. */
public sealed interface ReadResult {
    /** Media segments handed on before the end, the closing one not counted. */
    long segments();

    /**
     * The file was read to its end, or as far as it decodes.
     *
     * @param reachedUs media time at which the last segment ends
     */
    record Done(long segments, long reachedUs) implements ReadResult {}

    /**
     * The file gives no more segments; no closing segment was handed on.
     *
     * @param detail one line for people: what was required and what was found
     */
    record Failed(ErrorCode code, String detail, long segments) implements ReadResult {
        public Failed {
            requireNonNull(code, "code is null");
            requireNonNull(detail, "detail is null");
        }
    }
}

package io.watchword.ingest.hls;

import static io.watchword.contract.Checks.checkArgument;

/** Part of a resource: {@code [offset, offset + length)}, in bytes. */
public record ByteRange(long offset, long length) {
    public ByteRange {
        checkArgument(offset >= 0, "range begins at %d", offset);
        checkArgument(length > 0, "range has %d bytes", length);
        checkArgument(offset <= Long.MAX_VALUE - length, "range ends beyond every file");
    }

    public long end() {
        return offset + length;
    }
}

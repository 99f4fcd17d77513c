package io.watchword.view.timeline;

import static io.watchword.contract.Checks.checkArgument;

/** Where a record lies on topic {@code events}. */
public record Position(int partition, long offset) {
    public Position {
        checkArgument(partition >= 0, "partition is %d", partition);
        checkArgument(offset >= 0, "offset is %d", offset);
    }
}

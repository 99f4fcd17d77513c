package io.watchword.ingest.child;

import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.segment.SegmentOrigin;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Starts a decoder that waits for its input, and waits for its own end. */
public final class MortalParent {
    static final String READY = "ready";

    private MortalParent() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        DecodeOrder order =
                new DecodeOrder(
                        new SegmentOrigin("s", "", "s"),
                        DecodeConfig.DEFAULT,
                        true,
                        Optional.empty(),
                        0);
        Launchers.open(args[0]).start(order, Optional.empty(), report -> {});
        System.out.println(READY);
        System.out.close();
        new CountDownLatch(1).await();
    }
}

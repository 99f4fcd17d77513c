package io.watchword.deploy.up;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import java.util.List;
import java.util.Optional;

/** Events for tests. */
final class SampleEvents {
    private SampleEvents() {}

    static Event event(String streamId, String caption) {
        return new Event(
                streamId + "-1",
                1,
                streamId,
                streamId,
                new TimeSpan(0, 2_000_000),
                caption,
                "en",
                List.of("motion"),
                Event.Severity.INFO,
                0.5f,
                new Event.Evidence(
                        List.of(streamId + "/0/0"), 0, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                new Event.Model("tiny 2", "b", "p", "c"),
                false,
                Optional.empty());
    }
}

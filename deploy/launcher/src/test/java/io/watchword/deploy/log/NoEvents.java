package io.watchword.deploy.log;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.log.EventLog;
import java.util.function.Consumer;

/** Nothing was told. */
public final class NoEvents implements EventLog {
    @Override
    public void read(String streamId, TimeSpan span, Consumer<Event> each) {}

    @Override
    public void close() {}
}

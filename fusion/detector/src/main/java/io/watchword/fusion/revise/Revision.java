package io.watchword.fusion.revise;

import io.watchword.contract.Event;
import java.util.List;

/** What trying to revise an event gives. */
public sealed interface Revision {
    /** The revised event, last, after its parts. */
    record Written(List<Event> events) implements Revision {
        public Written {
            events = List.copyOf(events);
        }
    }

    /** The model is down. */
    record ModelDown(String detail) implements Revision {}

    /** The model answers, but this one not as it must. */
    record Spoilt(String detail) implements Revision {}

    /** There is nothing left to ask about, or the model refuses the question. */
    record Impossible(String detail) implements Revision {}
}

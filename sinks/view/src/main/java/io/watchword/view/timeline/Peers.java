package io.watchword.view.timeline;

/** How one instance of the view asks the others, which hold other streams. Thread-safe. */
@FunctionalInterface
public interface Peers {
    /** For the only instance. */
    Peers NONE =
            address -> {
                throw new TimelinesUnavailable("no way to ask the instance at " + address);
            };

    /**
     * What the instance at an address knows itself, without what it would ask others for.
     *
     * @param address host:port as the instance advertises it
     * @throws TimelinesUnavailable if it cannot be asked; so do the timelines' own methods
     */
    InstanceTimelines at(String address);
}

package io.watchword.view.access;

/** What a caller must be allowed to do, for each way in: routes, calls and topics. */
public enum Need {
    /** Nothing: pages without data, and whether the process lives. */
    OPEN,
    /** See streams, events, pictures and recordings. */
    READ,
    /** Look for events. */
    SEARCH,
    /** Have the language model work. */
    ASK,
    /** Leave standing subscriptions. */
    SUBSCRIBE,
    /** Change what is watched. */
    ADMIN,
    /** See how the process does. */
    METRICS,
    /** Be another instance of the same view, which says itself whose rights apply. */
    PEER
}

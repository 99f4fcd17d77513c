package io.watchword.ingest.child;

/** How a decoder process is confined, the strongest first. */
public enum Sandbox {
    /** bubblewrap: no network, nothing to write, only its own files to read, no privileges. */
    BUBBLEWRAP,
    /** Linux namespaces: no network; limits on memory, files and processor time. */
    NAMESPACES,
    /** Limits on memory, files and processor time alone. */
    LIMITS,
    /** Nothing but a process of its own. */
    NONE;

    /** As people, metrics and status show it. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

package io.watchword.view.access;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * What one caller may see.
 *
 * @param principal who, as audit logs name it
 * @param everyStream whether all streams may be read, also later ones
 * @param streamIds which may be read where not all may
 */
public record Rights(String principal, boolean everyStream, Set<String> streamIds) {
    /** Of the person at this machine. */
    public static final Rights ALL = new Rights("local", true, Set.of());

    /** Of who has said nothing about themselves. */
    public static final Rights NONE = new Rights("", false, Set.of());

    public Rights {
        requireNonNull(principal, "principal is null");
        streamIds = Set.copyOf(streamIds);
    }

    /** Whether events, pictures and states of a stream may be shown. */
    public boolean mayRead(String streamId) {
        return everyStream || streamIds.contains(streamId);
    }
}

package io.watchword.view.subscribe;

import io.watchword.view.access.Rights;

/** What owners of subscriptions may see at the moment. Thread-safe. */
@FunctionalInterface
public interface OwnerRights {
    /** For an installation of one person. */
    OwnerRights OF_ONE_PERSON = owner -> Rights.ALL;

    /** Of someone unknown, nothing. */
    Rights of(String owner);
}

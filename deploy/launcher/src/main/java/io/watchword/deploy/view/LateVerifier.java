package io.watchword.deploy.view;

import static java.util.Objects.requireNonNull;

import io.watchword.view.subscribe.Verifier;
import io.watchword.view.timeline.TimelineEntry;

/**
 * A verifier that is found after the view has begun, since the language model starts beside it.
 * Until then it cannot say. Thread-safe.
 */
final class LateVerifier implements Verifier {
    private volatile Verifier found = Verifier.NONE;

    /** From now on this one answers. It stays the caller's. */
    void found(Verifier verifier) {
        found = requireNonNull(verifier, "verifier is null");
    }

    @Override
    public Verdict verify(String words, String language, TimelineEntry entry) {
        return found.verify(words, language, entry);
    }
}

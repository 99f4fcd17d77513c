package io.watchword.view.access;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who has signed in with a browser. Ends after a time without a request, after a longer time in any
 * case, and with the credential that it was begun with. In memory: a restart ends all. Holds
 * {@value #MAX} at most; one more ends the one that was used least lately. Thread-safe.
 */
public final class Sessions {
    static final int MAX = 10_000;

    /**
     * One browser.
     *
     * @param csrf what its page shows with each change, which no page elsewhere can know
     */
    public record Session(String id, Caller caller, String csrf, Instant endsAt) {
        @Override
        public String toString() {
            return "session of " + caller.principal();
        }
    }

    private static final class Kept {
        private final Session session;
        private Instant used;

        Kept(Session session, Instant used) {
            this.session = session;
            this.used = used;
        }
    }

    private final Duration idle;
    private final Duration longest;
    private final Clock clock;
    private final Map<String, Kept> all = // by the SHA-256 of their ids; guarded by itself
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                    return size() > MAX;
                }
            };

    public Sessions(Duration idle, Duration longest, Clock clock) {
        this.idle = requireNonNull(idle, "idle is null");
        this.longest = requireNonNull(longest, "longest is null");
        this.clock = clock;
    }

    /** Begins one; its id is for the browser alone. */
    public Session begin(Caller caller) {
        String id = Secret.fresh();
        String key = Secret.sha256(id);
        Instant now = clock.instant();
        Caller within =
                new Caller(
                        caller.principal(),
                        caller.scopes(),
                        () -> isOpen(key) && caller.credential().stands());
        Session session = new Session(id, within, Secret.fresh(), now.plus(longest));
        synchronized (all) {
            all.put(key, new Kept(session, now));
        }
        return session;
    }

    /** The one of this id, which is used by that; empty if it has ended. */
    public Optional<Session> use(String id) {
        String key = Secret.sha256(id);
        Kept kept;
        synchronized (all) {
            if (!isOpen(key)) {
                all.remove(key);
                return Optional.empty();
            }
            kept = requireNonNull(all.get(key), "open, but not there");
            kept.used = clock.instant();
        }
        if (!kept.session.caller().credential().stands()) {
            end(id);
            return Optional.empty();
        }
        return Optional.of(kept.session);
    }

    private boolean isOpen(String key) {
        synchronized (all) {
            Kept kept = all.get(key);
            Instant now = clock.instant();
            return kept != null
                    && now.isBefore(kept.session.endsAt())
                    && now.isBefore(kept.used.plus(idle));
        }
    }

    public void end(String id) {
        synchronized (all) {
            all.remove(Secret.sha256(id));
        }
    }
}

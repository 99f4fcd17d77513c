package io.watchword.view.access;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who has signed in with a browser. A session is in the browser's cookie, sealed; nothing of it is
 * kept here, so that it outlives the process and is good at every instance with the same secret. It
 * ends after a time without a request, after a longer time in any case, and no later than what it
 * was begun with. Thread-safe.
 */
public final class Sessions {
    /** Browsers keep about 4096 bytes, with the cookie's name and attributes. */
    private static final int MAX_COOKIE_CHARACTERS = 3900;

    /** The cookie says when it was last used only so exactly. */
    private static final int PARTS_OF_IDLE = 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Seal seal;
    private final Duration idle;
    private final Duration longest;
    private final Clock clock;

    /**
     * One browser.
     *
     * @param caller without scopes where it came by an API token: those that the token has now hold
     * @param csrf what its page shows with each change, which no page elsewhere can know
     * @param endsAt in any case
     * @param usedAt about when it was last used
     */
    public record Session(String id, Caller caller, String csrf, Instant endsAt, Instant usedAt) {
        Session of(Caller now) {
            return new Session(id, now, csrf, endsAt, usedAt);
        }

        @Override
        public String toString() {
            return "session of " + caller.principal();
        }
    }

    public Sessions(Seal seal, Duration idle, Duration longest, Clock clock) {
        this.seal = requireNonNull(seal, "seal is null");
        this.idle = requireNonNull(idle, "idle is null");
        this.longest = requireNonNull(longest, "longest is null");
        this.clock = clock;
    }

    Session begin(Caller caller) {
        Instant now = clock.instant();
        String id = Secret.fresh();
        Instant endsAt = earlier(now.plus(longest), caller.credential().endsAt());
        Credential within =
                new Credential(caller.credential().tokenSha256(), Optional.of(id), endsAt);
        return limited(
                new Session(
                        id,
                        new Caller(caller.principal(), caller.scopes(), within),
                        Secret.fresh(),
                        endsAt,
                        now));
    }

    /**
     * What the browser is to keep.
     *
     * @throws Refused if no browser would keep so much
     */
    public String cookie(Session session) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", session.id());
        node.put("csrf", session.csrf());
        node.put("ends", session.endsAt().getEpochSecond());
        node.put("used", clock.instant().getEpochSecond());
        node.put("who", session.caller().principal());
        Optional<String> token = session.caller().credential().tokenSha256();
        token.ifPresent(sha256 -> node.put("token", sha256));
        if (token.isEmpty()) {
            session.caller().scopes().texts().forEach(node.putArray("scopes")::add);
        }
        String sealed = seal.seal(node.toString());
        if (sealed.length() > MAX_COOKIE_CHARACTERS) {
            throw new Refused(
                    Refused.Reason.NOT_ALLOWED,
                    "your rights name too many streams for a browser to keep: required read:*, or"
                            + " fewer");
        }
        return sealed;
    }

    /** Whether the browser should be given a new cookie, which says that it was used now. */
    public boolean isStale(Session session) {
        return !clock.instant().isBefore(session.usedAt().plus(idle.dividedBy(PARTS_OF_IDLE)));
    }

    /** The one of a cookie; empty if it is none of ours, or has ended by its time. */
    Optional<Session> open(String cookie) {
        return seal.open(cookie).map(Sessions::parse).filter(this::isInTime).map(this::limited);
    }

    private boolean isInTime(Session session) {
        Instant now = clock.instant();
        return now.isBefore(session.endsAt()) && now.isBefore(session.usedAt().plus(idle));
    }

    private Session limited(Session session) {
        return session.of(session.caller().noLongerThan(session.usedAt().plus(idle)));
    }

    /** Only what was sealed here gets so far. */
    private static Session parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            List<String> scopes = new ArrayList<>();
            node.path("scopes").forEach(scope -> scopes.add(scope.asText()));
            String id = node.path("id").asText();
            Instant endsAt = Instant.ofEpochSecond(node.path("ends").asLong());
            Caller caller =
                    new Caller(
                            node.path("who").asText(),
                            Scopes.parse(scopes),
                            new Credential(
                                    Optional.ofNullable(node.get("token")).map(JsonNode::asText),
                                    Optional.of(id),
                                    endsAt));
            return new Session(
                    id,
                    caller,
                    node.path("csrf").asText(),
                    endsAt,
                    Instant.ofEpochSecond(node.path("used").asLong()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a session was sealed that is no JSON", e);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

package io.watchword.ingest.rtsp;

import io.watchword.ingest.fetch.Target.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A name and a password over one connection: nothing is sent before the server asks, and the
 * strongest way it offers is taken. Called by the threads that send requests, one at a time.
 */
final class RtspAuth {
    private final Optional<Credentials> credentials;
    private final Supplier<String> clientNonces;
    private @Nullable Digest digest;
    private boolean basic;
    private boolean accepted;
    private int count;

    RtspAuth(Optional<Credentials> credentials, Supplier<String> clientNonces) {
        this.credentials = credentials;
        this.clientNonces = clientNonces;
    }

    /** The header line with its end, or nothing. */
    synchronized String header(String method, String uri) {
        if (credentials.isEmpty()) {
            return "";
        }
        Credentials who = credentials.get();
        if (digest != null) {
            count++;
            return "Authorization: "
                    + digest.answer(who, method, uri, count, clientNonces.get())
                    + "\r\n";
        }
        if (basic) {
            String plain = who.user() + ":" + who.password();
            return "Authorization: Basic "
                    + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8))
                    + "\r\n";
        }
        return "";
    }

    /** A request with a password went through. */
    synchronized void accepted() {
        accepted = digest != null || basic;
    }

    /**
     * Takes the challenges of a 401.
     *
     * @return whether asking once more may help: there is a password that was not tried, or only
     *     its nonce was too old
     */
    synchronized boolean challenged(RtspMessage response) {
        if (credentials.isEmpty()) {
            return false;
        }
        List<Challenge> challenges =
                response.all("www-authenticate").stream()
                        .flatMap(header -> Challenge.parse(header).stream())
                        .toList();
        Optional<Digest> best =
                challenges.stream()
                        .flatMap(challenge -> Digest.of(challenge).stream())
                        .max(Comparator.comparingInt(Digest::strength));
        if (best.isPresent()) {
            Digest before = digest;
            digest = best.get();
            count = 0;
            return before == null || digest.challenge().isStale() || renewed(before, digest);
        }
        boolean first = !basic && digest == null;
        basic = challenges.stream().anyMatch(challenge -> challenge.scheme().equals("basic"));
        return basic && first;
    }

    /** Some cameras change the nonce without saying that the old one is stale. */
    private boolean renewed(Digest before, Digest now) {
        boolean other =
                !before.challenge().parameter("nonce").equals(now.challenge().parameter("nonce"));
        return accepted && other;
    }
}

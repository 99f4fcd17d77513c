package io.watchword.ingest.rtsp;

import io.watchword.ingest.fetch.Target.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers a digest challenge (RFC 7616, and RFC 2069 where the server names no quality of
 * protection, as many cameras do).
 *
 * @param javaName of the hash, for {@link MessageDigest}
 * @param session whether the key is bound to the nonces ({@code -sess})
 * @param withQop whether the server offers {@code qop=auth}
 */
record Digest(Challenge challenge, String javaName, boolean session, boolean withQop) {
    /** Empty if it is no digest challenge, or one of a kind that is not known. */
    static Optional<Digest> of(Challenge challenge) {
        if (!challenge.scheme().equals("digest") || challenge.parameter("nonce").isEmpty()) {
            return Optional.empty();
        }
        String algorithm = challenge.parameter("algorithm").orElse("MD5").toUpperCase(Locale.ROOT);
        boolean session = algorithm.endsWith("-SESS");
        String hash = session ? algorithm.substring(0, algorithm.length() - 5) : algorithm;
        Optional<String> qop = challenge.parameter("qop");
        boolean auth =
                qop.isPresent()
                        && Arrays.stream(qop.get().split(",", -1))
                                .anyMatch(one -> one.strip().equalsIgnoreCase("auth"));
        if ((qop.isPresent() && !auth) || (session && !auth)) {
            return Optional.empty();
        }
        return switch (hash) {
            case "MD5" -> Optional.of(new Digest(challenge, "MD5", session, auth));
            case "SHA-256" -> Optional.of(new Digest(challenge, "SHA-256", session, auth));
            case "SHA-512-256" -> Optional.of(new Digest(challenge, "SHA-512/256", session, auth));
            default -> Optional.empty();
        };
    }

    /** The higher, the better. */
    int strength() {
        return switch (javaName) {
            case "SHA-512/256" -> 3;
            case "SHA-256" -> 2;
            default -> 1;
        };
    }

    /**
     * The header's value.
     *
     * @param count of requests with this nonce, from 1
     */
    String answer(Credentials who, String method, String uri, int count, String clientNonce) {
        String realm = challenge.parameter("realm").orElse("");
        String nonce = challenge.parameter("nonce").orElse("");
        String key = hash(who.user() + ":" + realm + ":" + who.password());
        if (session) {
            key = hash(key + ":" + nonce + ":" + clientNonce);
        }
        String request = hash(method + ":" + uri);
        String nc = String.format(Locale.ROOT, "%08x", count);
        String response =
                withQop
                        ? hash(String.join(":", key, nonce, nc, clientNonce, "auth", request))
                        : hash(String.join(":", key, nonce, request));
        StringBuilder text = new StringBuilder("Digest username=").append(quote(who.user()));
        text.append(", realm=").append(quote(realm)).append(", nonce=").append(quote(nonce));
        text.append(", uri=").append(quote(uri));
        text.append(", response=\"").append(response).append('"');
        challenge
                .parameter("algorithm")
                .ifPresent(name -> text.append(", algorithm=").append(token(name)));
        challenge
                .parameter("opaque")
                .ifPresent(opaque -> text.append(", opaque=").append(quote(opaque)));
        if (withQop) {
            text.append(", qop=auth, nc=").append(nc);
            text.append(", cnonce=").append(quote(clientNonce));
        }
        return text.toString();
    }

    private String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(javaName);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has " + javaName, e);
        }
    }

    private static String quote(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "");
        return "\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String token(String text) {
        return text.replaceAll("[^A-Za-z0-9-]", "");
    }

    @Override
    public String toString() {
        return javaName;
    }
}

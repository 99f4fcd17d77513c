package io.watchword.ingest.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks for a name and a password, and checks them.
 *
 * @param scheme Basic, MD5, SHA-256, or MD5-old: without quality of protection
 */
record FakeAuth(String scheme, String user, String password) {
    private static final String REALM = "fake camera";

    String challenge(String nonce, boolean stale) {
        if (scheme.equals("Basic")) {
            return "WWW-Authenticate: Basic realm=\"" + REALM + "\"\r\n";
        }
        String old = scheme.equals("MD5-old") ? "" : ", qop=\"auth\", algorithm=" + scheme;
        return "WWW-Authenticate: Digest realm=\"%s\", nonce=\"%s\"%s%s\r\n"
                .formatted(REALM, nonce, old, stale ? ", stale=true" : "");
    }

    boolean accepts(String header, String method, String nonce) {
        if (scheme.equals("Basic")) {
            String plain = user + ":" + password;
            return header.equals(
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
        }
        if (!header.startsWith("Digest ") || !field(header, "nonce").equals(nonce)) {
            return false;
        }
        String key = hash(user + ":" + REALM + ":" + password);
        String request = hash(method + ":" + field(header, "uri"));
        String expected =
                scheme.equals("MD5-old")
                        ? hash(key + ":" + nonce + ":" + request)
                        : hash(
                                key
                                        + ":"
                                        + nonce
                                        + ":"
                                        + field(header, "nc")
                                        + ":"
                                        + field(header, "cnonce")
                                        + ":auth:"
                                        + request);
        return expected.equals(field(header, "response"));
    }

    private static String field(String header, String name) {
        Matcher found = Pattern.compile("[ ,]" + name + "=\"?([^\",]*)").matcher(header);
        return found.find() ? found.group(1) : "";
    }

    private String hash(String text) {
        try {
            MessageDigest digest =
                    MessageDigest.getInstance(scheme.equals("SHA-256") ? scheme : "MD5");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return scheme;
    }
}

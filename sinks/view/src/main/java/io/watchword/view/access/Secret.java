package io.watchword.view.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Ids;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** Values that nobody can guess, and what is kept of them. */
public final class Secret {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    /** 256 random bits, in letters that stand in a header or a file as they are. */
    public static String fresh() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is kept in its place. Of so many random bits a plain hash gives nothing away. */
    public static String sha256(String secret) {
        return Ids.sha256Hex(secret.getBytes(UTF_8));
    }

    /** Compares in a time that does not tell how much of it is right. */
    public static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }
}

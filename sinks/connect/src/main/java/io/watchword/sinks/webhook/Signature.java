package io.watchword.sinks.webhook;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages with a shared secret, so that the receiver knows who sent them and when. Its value
 * leaves in no text.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks">Standard Webhooks, section
 *     on signatures</a>
 */
public final class Signature {
    private static final String PREFIX = "whsec_";
    private static final int MIN_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    private Signature(byte[] key) {
        this.key = key;
    }

    /**
     * Takes a secret: {@code whsec_} and base64, or any other text as it is. Spaces and line ends
     * around it do not count.
     *
     * @throws IllegalArgumentException without the value, if it is too short
     */
    public static Signature of(String secret) {
        String text = secret.strip();
        byte[] key;
        try {
            key =
                    text.startsWith(PREFIX)
                            ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
                            : text.getBytes(UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("required base64 after " + PREFIX, e);
        }
        checkArgument(
                key.length >= MIN_BYTES,
                "required a secret of at least %d bytes, found %d",
                MIN_BYTES,
                key.length);
        return new Signature(key);
    }

    /** The value of header {@code webhook-signature}. */
    public String sign(String id, Instant at, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + at.getEpochSecond() + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java is without " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "signature [redacted]";
    }
}

package io.watchword.view.access;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes texts that a browser keeps but can neither read nor change (AES-256-GCM). What was sealed
 * for one purpose does not open for another. Processes with the same secret open each other's.
 * Thread-safe.
 */
public final class Seal {
    /** Fewer could be guessed. */
    public static final int MIN_SECRET_CHARACTERS = 32;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String MAC = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;

    /**
     * @param purpose what is sealed, and for whom
     */
    public Seal(String secret, String purpose) {
        checkArgument(
                secret.length() >= MIN_SECRET_CHARACTERS,
                "a secret of %d characters, required at least %d",
                secret.length(),
                MIN_SECRET_CHARACTERS);
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), MAC));
            key = new SecretKeySpec(mac.doFinal(purpose.getBytes(UTF_8)), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }

    /** In letters that stand in a cookie as they are. */
    public String seal(String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            byte[] hidden = cipher.doFinal(text.getBytes(UTF_8));
            byte[] whole =
                    ByteBuffer.allocate(nonce.length + hidden.length)
                            .put(nonce)
                            .put(hidden)
                            .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CIPHER, e);
        }
    }

    /** Empty if it was not sealed with the same secret for the same purpose. */
    public Optional<String> open(String sealed) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(sealed);
            if (whole.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key,
                    new GCMParameterSpec(TAG_BITS, whole, 0, NONCE_BYTES));
            byte[] text = cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return Optional.of(new String(text, UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

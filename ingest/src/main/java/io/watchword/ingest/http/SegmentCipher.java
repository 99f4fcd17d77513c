package io.watchword.ingest.http;

import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.hls.Playlist.SegmentKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens segments that are encrypted as a whole: AES-128, CBC, PKCS #7 (RFC 8216, section 5.2). */
final class SegmentCipher {
    static final int KEY_BYTES = 16;

    private SegmentCipher() {}

    static byte[] decrypt(byte[] segment, byte[] key, SegmentKey how, long sequence)
            throws FetchException {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding"); // Java's name of PKCS #7
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(vector(how, sequence)));
            return cipher.doFinal(segment);
        } catch (GeneralSecurityException e) {
            throw new FetchException(
                    Kind.PROTOCOL, "segment " + sequence + " is not encrypted with its key");
        }
    }

    private static byte[] vector(SegmentKey how, long sequence) throws FetchException {
        if (how.iv().isEmpty()) {
            return ByteBuffer.allocate(KEY_BYTES).putLong(0).putLong(sequence).array();
        }
        String text = how.iv().get();
        if (!text.matches("0[xX][0-9a-fA-F]{1,32}")) {
            throw new FetchException(Kind.PROTOCOL, "the playlist has an IV that cannot be");
        }
        String digits = text.substring(2);
        return HexFormat.of().parseHex("0".repeat(2 * KEY_BYTES - digits.length()) + digits);
    }
}

package io.watchword.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Percent-encoding of addresses (RFC 3986, section 2.1). */
final class PercentCode {
    private static final String HEX = "0123456789ABCDEF";
    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String DELIMITERS = "!$&'()*+,;=:@/?%[]";

    private PercentCode() {}

    /** A percent sign that begins no code, and a plus sign, stand for themselves. */
    static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] raw = text.getBytes(UTF_8);
        for (int at = 0; at < raw.length; at++) {
            int code = raw[at] == '%' && at + 2 < raw.length ? code(raw[at + 1], raw[at + 2]) : -1;
            bytes.write(code < 0 ? raw[at] : code);
            at += code < 0 ? 0 : 2;
        }
        return bytes.toString(UTF_8);
    }

    private static int code(byte high, byte low) {
        int of = Character.digit(high, 16);
        int and = Character.digit(low, 16);
        return of < 0 || and < 0 ? -1 : of * 16 + and;
    }

    /** Everything but letters, digits and {@code -._~} as a code: a value that is not yet one. */
    static String encode(String value) {
        return encode(value, UNRESERVED);
    }

    /** What may not stand in an address at all as a code; the rest as it is. */
    static String mend(String part) {
        return encode(part, UNRESERVED + DELIMITERS);
    }

    private static String encode(String text, String kept) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            if (b > 0 && kept.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return encoded.toString();
    }
}

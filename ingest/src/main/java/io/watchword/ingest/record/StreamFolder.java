package io.watchword.ingest.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Ids;

/**
 * The folder of a stream's recordings: one name that no file system takes for anything else. Bytes
 * other than letters, digits, hyphens, underscores and inner dots are written {@code %XX}; what is
 * too long for a file system ends in its hash.
 */
final class StreamFolder {
    private static final int MAX_CHARS = 160;
    private static final int KEPT_CHARS = 90;
    private static final String PLAIN = "-_.";

    private StreamFolder() {}

    static String of(String streamId) {
        StringBuilder name = new StringBuilder();
        for (byte b : streamId.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letter = c < 128 && Character.isLetterOrDigit(c);
            boolean leadingDot = c == '.' && name.isEmpty();
            if (letter || (PLAIN.indexOf(c) >= 0 && !leadingDot)) {
                name.append(c);
            } else {
                name.append(String.format("%%%02X", (int) c));
            }
        }
        if (name.length() <= MAX_CHARS) {
            return name.toString();
        }
        return name.substring(0, KEPT_CHARS) + "%" + Ids.sha256Hex(streamId.getBytes(UTF_8));
    }
}

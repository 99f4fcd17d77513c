package io.watchword.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids, all derived and never random: reading, encoding or describing the same thing again gives the
 * same id, so that delivering twice has the effect of once.
 */
public final class Ids {
    /**
     * Changes when the segmenter cuts files differently, so that old ids are not reused for other
     * spans.
     */
    public static final int SEGMENTER_VERSION = 1;

    private Ids() {}

    /** Stream of a file: its name without extension, and the first eight digits of its sha256. */
    public static String fileStreamId(String fileName, String fileSha256) {
        int dot = fileName.lastIndexOf('.');
        String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
        String safe = stem.replaceAll("[^\\p{L}\\p{N}._-]+", "_");
        return safe + "-" + fileSha256.substring(0, 8);
    }

    public static String fileSegmentId(String fileSha256, long sequence) {
        return fileSha256 + "/" + SEGMENTER_VERSION + "/" + sequence;
    }

    public static String liveSegmentId(String streamId, long epoch, long sequence) {
        return streamId + "/" + epoch + "/" + sequence;
    }

    /** One segment encoded by one bundle. */
    public static String embeddingId(String segmentId, String bundleSha256) {
        return uuid("embedding|" + segmentId + "|" + bundleSha256);
    }

    /**
     * One span of one stream that one rule picked and one bundle describes. The text that describes
     * it is no part of the id, so a better sentence is a revision and not another event.
     */
    public static String eventId(
            String streamId, TimeSpan span, String rule, String bundleSha256, String language) {
        return uuid(
                "event|"
                        + streamId
                        + "|"
                        + span.startUs()
                        + "|"
                        + span.endUs()
                        + "|"
                        + rule
                        + "|"
                        + bundleSha256
                        + "|"
                        + language);
    }

    /** One event that one subscription asked for, whichever of its revisions matched. */
    public static String hitId(String subscriptionId, String eventId) {
        return uuid("hit|" + subscriptionId + "|" + eventId);
    }

    /** Lower-case hex sha256. */
    public static String sha256Hex(byte[] bytes) {
        return Headers.hex(sha256().digest(bytes));
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
    }
}

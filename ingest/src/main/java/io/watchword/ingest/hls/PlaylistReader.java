package io.watchword.ingest.hls;

import io.watchword.ingest.hls.Playlist.HlsSegment;
import io.watchword.ingest.hls.Playlist.Initialisation;
import io.watchword.ingest.hls.Playlist.SegmentKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads playlists (RFC 8216). Only the tags that say what to fetch are looked at: a date or a
 * channel layout that is written wrongly stops nobody from reading the media. Used once.
 */
public final class PlaylistReader {
    private static final String BEGIN = "#EXTM3U";
    private static final long MAX_TARGET_SECONDS = 3600;

    private final List<Variant> variants = new ArrayList<>();
    private final List<HlsSegment> segments = new ArrayList<>();
    private @Nullable AttributeList variant;
    private @Nullable SegmentKey key;
    private @Nullable Initialisation initialisation;
    private @Nullable String range;
    private @Nullable String rangeOf;
    private long rangeEnd;
    private boolean gap;
    private boolean media;
    private boolean complete;
    private long sequence;
    private double targetSeconds;

    private PlaylistReader() {}

    /** Whether bytes begin as a playlist does. */
    public static boolean isPlaylist(byte[] bytes) {
        int length = Math.min(bytes.length, BEGIN.length() + 3);
        return strip(new String(bytes, 0, length, StandardCharsets.UTF_8)).startsWith(BEGIN);
    }

    /**
     * @throws PlaylistException if it cannot be followed
     */
    public static Playlist read(byte[] bytes) throws PlaylistException {
        if (!isPlaylist(bytes)) {
            throw new PlaylistException("the playlist does not begin with " + BEGIN);
        }
        PlaylistReader reader = new PlaylistReader();
        try {
            strip(new String(bytes, StandardCharsets.UTF_8))
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .forEach(reader::line);
            return reader.end();
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Every number and range is checked where it is read; which one it was helps nobody.
            throw new PlaylistException("the playlist has a number or range that cannot be");
        } catch (Refused e) {
            throw new PlaylistException(e.reason);
        }
    }

    private static String strip(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private void line(String line) {
        if (!line.startsWith("#")) {
            address(line);
            return;
        }
        int colon = line.indexOf(':');
        String tag = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1).strip();
        switch (tag) {
            case "#EXT-X-STREAM-INF" -> variant = AttributeList.parse(value);
            case "#EXT-X-TARGETDURATION" -> {
                media = true;
                targetSeconds = Double.parseDouble(value);
            }
            case "#EXT-X-MEDIA-SEQUENCE" -> sequence = number(value) + segments.size();
            case "#EXTINF" -> media = true;
            case "#EXT-X-BYTERANGE" -> range = value;
            case "#EXT-X-GAP" -> gap = true;
            case "#EXT-X-ENDLIST" -> complete = true;
            case "#EXT-X-KEY" -> key = key(AttributeList.parse(value));
            case "#EXT-X-MAP" -> initialisation = initialisation(AttributeList.parse(value));
            default -> {
                // comments, and tags that do not change what is fetched
            }
        }
    }

    private void address(String uri) {
        if (variant != null) {
            variants.add(
                    new Variant(
                            uri,
                            number(variant.find("BANDWIDTH").orElse("0")),
                            variant.find("RESOLUTION").map(PlaylistReader::pixels).orElse(0L),
                            variant.find("CODECS").orElse("")));
            variant = null;
            return;
        }
        Optional<ByteRange> part =
                range == null ? Optional.empty() : Optional.of(range(range, uri));
        range = null;
        if (!gap) {
            segments.add(
                    new HlsSegment(
                            sequence,
                            uri,
                            part,
                            Optional.ofNullable(key),
                            Optional.ofNullable(initialisation)));
        }
        sequence = Math.addExact(sequence, 1);
        gap = false;
    }

    private Playlist end() {
        if (!variants.isEmpty()) {
            return new Playlist.Master(variants);
        }
        if (!media) {
            throw new Refused("the playlist names neither variants nor segments");
        }
        boolean sane = targetSeconds > 0 && targetSeconds <= MAX_TARGET_SECONDS;
        return new Playlist.Media(
                sane ? Math.max(1, (long) (targetSeconds * 1e9)) : 1_000_000_000L,
                complete,
                segments);
    }

    private static @Nullable SegmentKey key(AttributeList attributes) {
        String method = attributes.find("METHOD").orElse("");
        if (method.equals("NONE")) {
            return null;
        }
        String format = attributes.find("KEYFORMAT").orElse("identity");
        if (!method.equals("AES-128") || !format.equals("identity")) {
            throw new Refused(
                    "the segments are encrypted with "
                            + (method.matches("[A-Z0-9-]{1,20}") ? method : "something else")
                            + ", required AES-128 with a plain key");
        }
        return new SegmentKey(
                attributes.find("URI").orElseThrow(() -> new Refused("a key has no address")),
                attributes.find("IV"));
    }

    private Initialisation initialisation(AttributeList attributes) {
        String uri =
                attributes
                        .find("URI")
                        .orElseThrow(() -> new Refused("an initialisation has no address"));
        Optional<ByteRange> part = attributes.find("BYTERANGE").map(text -> range(text, uri));
        return new Initialisation(uri, part, Optional.ofNullable(key));
    }

    /** {@code length[@offset]}; without offset it follows the range before, of the same address. */
    private ByteRange range(String text, String uri) {
        int at = text.indexOf('@');
        long length = number(at < 0 ? text : text.substring(0, at));
        long offset = uri.equals(rangeOf) ? rangeEnd : 0;
        ByteRange found = new ByteRange(at < 0 ? offset : number(text.substring(at + 1)), length);
        rangeOf = uri;
        rangeEnd = found.end();
        return found;
    }

    private static long pixels(String resolution) {
        int x = resolution.indexOf('x');
        return x < 0
                ? 0
                : Math.multiplyExact(
                        number(resolution.substring(0, x)), number(resolution.substring(x + 1)));
    }

    private static long number(String text) {
        long value = Long.parseLong(text.strip());
        if (value < 0 || value > Long.MAX_VALUE / 2) {
            throw new NumberFormatException();
        }
        return value;
    }

    /** Ends the reading of a line, of which there are many, with a reason. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String reason;

        Refused(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}

package io.watchword.ingest.rtsp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server offers (SDP, RFC 8866), as far as it concerns us.
 *
 * @param control of the whole presentation, as written
 * @param media every one it offers, in order
 */
record SessionDescription(Optional<String> control, List<Media> media) {
    private static final int MAX_LINES = 2000;
    private static final Pattern MEDIA_LINE =
            Pattern.compile("(\\S+) +[0-9]{1,5}(?:/[0-9]{1,5})? +(\\S+) +([0-9]{1,3})(?: .*)?");

    /**
     * One medium.
     *
     * @param kind video, audio or another word
     * @param payloadType the first that its line names
     * @param attributes what follows {@code a=}, in order
     */
    record Media(String kind, String transport, int payloadType, List<String> attributes) {
        Optional<String> attribute(String name) {
            return attributes.stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }

        /** Unencrypted RTP that the server sends: no talk-back, no SRTP. */
        boolean canBeReceived() {
            return (transport.equals("RTP/AVP") || transport.equals("RTP/AVPF"))
                    && !attributes.contains("sendonly")
                    && !attributes.contains("inactive");
        }
    }

    SessionDescription {
        media = List.copyOf(media);
    }

    /**
     * @throws RtspFailure if it is none
     */
    static SessionDescription parse(byte[] body) throws RtspFailure {
        // Bytes as they are: fields may be in any character set.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\r\n|\r|\n", MAX_LINES + 1);
        if (lines.length > MAX_LINES) {
            throw Failures.limit("a session description of more than " + MAX_LINES + " lines");
        }
        if (!text.stripLeading().startsWith("v=0")) {
            throw Failures.protocol("the answer to DESCRIBE is no session description");
        }
        Optional<String> control = Optional.empty();
        List<Media> media = new ArrayList<>();
        List<String> attributes = new ArrayList<>(); // of the medium at hand
        for (String line : lines) {
            if (line.startsWith("m=")) {
                attributes = new ArrayList<>();
                media.add(media(line.substring(2), attributes));
            } else if (line.startsWith("a=") && !media.isEmpty()) {
                attributes.add(line.substring(2).strip());
            } else if (line.startsWith("a=control:") && control.isEmpty()) {
                control = Optional.of(line.substring("a=control:".length()).strip());
            }
        }
        return new SessionDescription(control, media);
    }

    private static Media media(String line, List<String> attributes) {
        Matcher found = MEDIA_LINE.matcher(line.strip());
        if (!found.matches() || Integer.parseInt(found.group(3)) > 127) {
            return new Media("unknown", "", 0, attributes); // of another protocol: left out
        }
        return new Media(
                found.group(1), found.group(2), Integer.parseInt(found.group(3)), attributes);
    }

    /**
     * The first pictures and the first sound that can be received, in the order offered.
     *
     * @throws RtspFailure if there is neither
     */
    List<Media> chosen() throws RtspFailure {
        List<Media> chosen = new ArrayList<>();
        for (Media one : media) {
            boolean wanted = one.kind().equals("video") || one.kind().equals("audio");
            boolean first = chosen.stream().noneMatch(other -> other.kind().equals(one.kind()));
            if (wanted && first && one.canBeReceived()) {
                chosen.add(one);
            }
        }
        if (chosen.isEmpty()) {
            throw Failures.protocol("the server offers neither pictures nor sound over plain RTP");
        }
        return List.copyOf(chosen);
    }
}

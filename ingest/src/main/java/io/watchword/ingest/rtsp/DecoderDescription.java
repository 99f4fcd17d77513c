package io.watchword.ingest.rtsp;

import io.watchword.ingest.rtsp.SessionDescription.Media;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The session description as the decoder gets it: the chosen media alone, with what says how they
 * are packed, and nothing else that a server wrote. Packets are told apart by their payload type,
 * so each medium has its own: one that two of them use is replaced, here and in the packets.
 */
final class DecoderDescription {
    private static final int FIRST_DYNAMIC = 96;
    private static final String HEAD =
            "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n";
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\x00-\\x1f\\x7f]");

    private final List<Media> media;
    private final List<Integer> payloadTypes;

    private DecoderDescription(List<Media> media, List<Integer> payloadTypes) {
        this.media = media;
        this.payloadTypes = payloadTypes;
    }

    /**
     * @throws RtspFailure if two media share a payload type that cannot be replaced
     */
    static DecoderDescription of(List<Media> media) throws RtspFailure {
        List<Integer> types = new ArrayList<>();
        for (Media one : media) {
            int type = one.payloadType();
            if (types.contains(type)) {
                if (one.attribute("rtpmap").isEmpty()) {
                    throw Failures.protocol("two media with the same payload type " + type);
                }
                type = FIRST_DYNAMIC;
                while (types.contains(type)) {
                    type++;
                }
            }
            types.add(type);
        }
        return new DecoderDescription(List.copyOf(media), List.copyOf(types));
    }

    /** The payload type that packets of a medium are to have in place of this one, if any. */
    OptionalInt replacement(int index, int type) {
        boolean shared = type == media.get(index).payloadType() && type != payloadTypes.get(index);
        return shared ? OptionalInt.of(payloadTypes.get(index)) : OptionalInt.empty();
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i < media.size(); i++) {
            Media one = media.get(i);
            int type = payloadTypes.get(i);
            text.append("m=").append(one.kind()).append(" 0 RTP/AVP ").append(type).append("\r\n");
            for (String attribute : one.attributes()) {
                append(text, attribute, one.payloadType(), type);
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void append(StringBuilder text, String attribute, int from, int to) {
        String line = UNPRINTABLE.matcher(attribute).replaceAll("");
        for (String name : List.of("rtpmap:", "fmtp:", "framesize:")) {
            String own = name + from;
            if (line.startsWith(own + " ")) {
                text.append("a=").append(name).append(to);
                text.append(line.substring(own.length())).append("\r\n");
                return;
            }
        }
        if (line.startsWith("framerate:") || line.startsWith("x-dimensions:")) {
            text.append("a=").append(line).append("\r\n");
        }
    }
}

package io.watchword.ingest.rtsp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response or a request of the server, with its body.
 *
 * @param method empty for a response
 * @param status 0 for a request
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RtspMessage(String method, int status, List<Header> headers, byte[] body) {
    static final int MAX_HEADERS = 64;
    static final int MAX_BODY_BYTES = 64 << 10;
    private static final Pattern RESPONSE =
            Pattern.compile("RTSP/[0-9]\\.[0-9] +([1-9][0-9]{2})\\b.*");
    private static final Pattern REQUEST =
            Pattern.compile("([A-Z][A-Z_]{2,31}) +\\S+ +RTSP/[0-9]\\.[0-9] *");

    /** A field of the message; its name in lower case. */
    record Header(String name, String value) {}

    /**
     * The head of a message, up to and without the empty line.
     *
     * @throws RtspFailure if it is none
     */
    static RtspMessage parse(byte[] bytes, int offset, int length) throws RtspFailure {
        String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\r?\n", -1);
        Matcher response = RESPONSE.matcher(lines[0]);
        Matcher request = REQUEST.matcher(lines[0]);
        boolean answers = response.matches();
        if (!answers && !request.matches()) {
            throw Failures.protocol("what came is no RTSP");
        }
        return new RtspMessage(
                answers ? "" : request.group(1),
                answers ? Integer.parseInt(response.group(1)) : 0,
                headers(lines),
                new byte[0]);
    }

    private static List<Header> headers(String[] lines) throws RtspFailure {
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            int colon = line.indexOf(':');
            boolean continues = line.startsWith(" ") || line.startsWith("\t");
            if (line.isBlank() || (continues && headers.isEmpty())) {
                continue;
            }
            if (continues) {
                Header last = headers.remove(headers.size() - 1);
                headers.add(new Header(last.name(), last.value() + " " + line.strip()));
                continue;
            }
            if (colon <= 0) {
                throw Failures.protocol("a header line without a colon");
            }
            if (headers.size() == MAX_HEADERS) {
                throw Failures.limit("more than " + MAX_HEADERS + " header lines");
            }
            headers.add(
                    new Header(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip()));
        }
        return List.copyOf(headers);
    }

    /** The first header of this name; {@code name} in lower case. */
    Optional<String> header(String name) {
        return headers.stream().filter(h -> h.name().equals(name)).map(Header::value).findFirst();
    }

    /** Every header of this name, as authentication has; {@code name} in lower case. */
    List<String> all(String name) {
        return headers.stream().filter(h -> h.name().equals(name)).map(Header::value).toList();
    }

    boolean isResponse() {
        return status != 0;
    }

    /** -1 if there is none. */
    long cseq() {
        String text = header("cseq").orElse("");
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
    }

    /**
     * @throws RtspFailure if it is no number, or more than the limit
     */
    int bodyLength() throws RtspFailure {
        String text = header("content-length").orElse("0");
        if (!text.matches("[0-9]{1,18}")) {
            throw Failures.protocol("Content-Length is no number");
        }
        long length = Long.parseLong(text);
        if (length > MAX_BODY_BYTES) {
            throw Failures.limit("a body of " + length + " bytes, at most " + MAX_BODY_BYTES);
        }
        return (int) length;
    }

    RtspMessage withBody(byte[] bytes) {
        return new RtspMessage(method, status, headers, bytes);
    }
}

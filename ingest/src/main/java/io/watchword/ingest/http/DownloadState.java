package io.watchword.ingest.http;

import io.watchword.ingest.fetch.FetchResult.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a download is, and by which mark the rest is known to be of the same file.
 *
 * @param totalBytes -1 while nobody knows
 * @param mark entity tag or date of the file; without one a broken download begins anew
 */
record DownloadState(long written, long totalBytes, Optional<String> mark) {
    static final DownloadState START = new DownloadState(0, -1, Optional.empty());

    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /** What to ask for: all, or the rest if the file is still the same. */
    Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        if (resumable()) {
            headers.put("Range", "bytes=" + written + "-");
            mark.ifPresent(each -> headers.put("If-Range", each));
        }
        return headers;
    }

    private boolean resumable() {
        return written > 0 && mark.isPresent();
    }

    /** Where an answer leads: onwards, or back to the beginning. */
    DownloadState answered(HttpAnswer answer) throws FetchException {
        if (answer.status() != 206) {
            return new DownloadState(0, answer.contentLength(), mark(answer));
        }
        Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        boolean fits =
                resumable()
                        && range.matches()
                        && Long.parseLong(range.group(1)) == written
                        && sameTotal(range.group(3))
                        && (mark(answer).isEmpty() || mark(answer).equals(mark));
        if (!fits) {
            throw new FetchException(
                    Kind.PROTOCOL, answer.address() + " sends another part than was asked for");
        }
        long total = totalBytes;
        if (total < 0 && !range.group(3).equals("*")) {
            total = Long.parseLong(range.group(3));
        }
        return new DownloadState(written, total, mark);
    }

    private boolean sameTotal(String text) {
        return text.equals("*") || totalBytes < 0 || Long.parseLong(text) == totalBytes;
    }

    DownloadState wrote(int bytes) {
        return new DownloadState(written + bytes, totalBytes, mark);
    }

    /** Weak tags do not promise the same bytes (RFC 9110, section 13.1.5). */
    private static Optional<String> mark(HttpAnswer answer) {
        return answer.header("ETag")
                .filter(tag -> tag.startsWith("\""))
                .or(() -> answer.header("Last-Modified"));
    }
}

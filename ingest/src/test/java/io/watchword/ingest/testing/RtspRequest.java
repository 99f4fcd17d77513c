package io.watchword.ingest.testing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's request, as far as the fake server looks. */
record RtspRequest(String method, String url, String head) {
    static RtspRequest of(String head) {
        String[] words = head.split(" ", 3);
        return new RtspRequest(words[0], words.length > 1 ? words[1] : "", head);
    }

    /** Empty if there is none. */
    String header(String name) {
        Matcher found = Pattern.compile("(?mi)^" + name + ": *(.*?)\\s*$").matcher(head);
        return found.find() ? found.group(1) : "";
    }

    /** The path without query, track and a closing slash. */
    String path() {
        return url.replaceFirst("^[a-z]+://[^/]*", "")
                .replaceFirst("\\?.*", "")
                .replaceFirst("/?(trackID=\\d+)?$", "");
    }

    int track() {
        Matcher found = Pattern.compile("trackID=(\\d+)").matcher(url);
        return found.find() ? Integer.parseInt(found.group(1)) : -1;
    }
}

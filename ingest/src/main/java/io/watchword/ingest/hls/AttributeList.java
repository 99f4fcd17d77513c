package io.watchword.ingest.hls;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The {@code NAME=value,NAME="value"} list behind a tag (RFC 8216, section 4.2). */
record AttributeList(Map<String, String> values) {
    static AttributeList parse(String text) {
        Map<String, String> values = new HashMap<>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = text.substring(at, equals).strip();
            int end;
            String value;
            if (equals + 1 < text.length() && text.charAt(equals + 1) == '"') {
                int quote = text.indexOf('"', equals + 2);
                end = quote < 0 ? text.length() : quote;
                value = text.substring(equals + 2, end);
                end = text.indexOf(',', end);
            } else {
                end = text.indexOf(',', equals);
                value = text.substring(equals + 1, end < 0 ? text.length() : end).strip();
            }
            values.putIfAbsent(name, value);
            at = end < 0 ? text.length() : end + 1;
        }
        return new AttributeList(values);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }
}

package io.watchword.llm.constrain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values as JSON writes them, without white space, in characters that reach a client unchanged. */
final class JsonText {
    private JsonText() {}

    static String of(JsonNode value) {
        if (value.isTextual()) {
            return quoted(value.textValue());
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(of(item)));
            return "[" + String.join(",", items) + "]";
        }
        if (value.isObject()) {
            List<String> members = new ArrayList<>();
            value.properties()
                    .forEach(
                            member ->
                                    members.add(
                                            quoted(member.getKey()) + ":" + of(member.getValue())));
            return "{" + String.join(",", members) + "}";
        }
        return value.toString();
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (character == '"' || character == '\\') {
                quoted.append('\\').append((char) character);
            } else if (changesOnTheWay(character)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", character));
            } else {
                quoted.appendCodePoint(character);
            }
            at += Character.charCount(character);
        }
        return quoted.append('"').toString();
    }

    /** Control characters, line separators, what is no character, and halves of one. */
    private static boolean changesOnTheWay(int character) {
        return character < 0x20
                || character == 0x7f
                || character == 0x2028
                || character == 0x2029
                || (character >= 0xfffd && character <= 0xffff)
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }
}

package io.watchword.llm.constrain;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where a string of JSON stands: between characters, or within one. Lets through what stays the
 * same on its way to a client: no control characters, no line separators, no U+FFFD, and no {@code
 * \}{@code u} escapes, of which a model needs none.
 */
enum Utf8 {
    UNOPENED(""),
    BETWEEN(""),
    ESCAPE("6e"),
    ONE_MORE("80"),
    TWO_MORE("8080"),
    THREE_MORE("808080"),
    AFTER_E0("a080"),
    AFTER_ED("8080"),
    AFTER_F0("908080"),
    AFTER_F4("808080"),
    AFTER_E2("8180"),
    AFTER_E2_80("80"),
    AFTER_EF("8080"),
    AFTER_EF_BF("80"),
    CLOSED("");

    private static final String ESCAPED = "\"\\/bfnrt";

    private final String completion;

    /**
     * @param completion bytes that complete the character, in hexadecimal digits
     */
    Utf8(String completion) {
        this.completion = completion;
    }

    /** Bytes that complete the character. */
    byte[] completion() {
        return HexFormat.of().parseHex(completion);
    }

    /** After the first byte of a character; null if none begins so. */
    static @Nullable Utf8 first(int value) {
        if (value < 0x80) {
            boolean plain = value >= 0x20 && value != 0x7f && value != '"';
            return value == '\\' ? ESCAPE : plain ? BETWEEN : null;
        }
        if (value < 0xc2 || value > 0xf4) {
            return null;
        }
        return switch (value) {
            case 0xe0 -> AFTER_E0;
            case 0xe2 -> AFTER_E2;
            case 0xed -> AFTER_ED;
            case 0xef -> AFTER_EF;
            case 0xf0 -> AFTER_F0;
            case 0xf4 -> AFTER_F4;
            default -> value < 0xe0 ? ONE_MORE : value < 0xf0 ? TWO_MORE : THREE_MORE;
        };
    }

    /** After a further byte of a character; null if it cannot come. */
    @Nullable Utf8 next(int value) {
        if (this == ESCAPE) {
            return ESCAPED.indexOf(value) >= 0 ? BETWEEN : null;
        }
        if (value < 0x80 || value > 0xbf) {
            return null;
        }
        return switch (this) {
            case ONE_MORE -> BETWEEN;
            case TWO_MORE -> ONE_MORE;
            case THREE_MORE -> TWO_MORE;
            case AFTER_E0 -> value >= 0xa0 ? ONE_MORE : null;
            case AFTER_ED -> value <= 0x9f ? ONE_MORE : null; // no surrogates
            case AFTER_F0 -> value >= 0x90 ? TWO_MORE : null;
            case AFTER_F4 -> value <= 0x8f ? TWO_MORE : null;
            case AFTER_E2 -> value == 0x80 ? AFTER_E2_80 : ONE_MORE;
            case AFTER_E2_80 -> value == 0xa8 || value == 0xa9 ? null : BETWEEN; // U+2028, U+2029
            case AFTER_EF -> value == 0xbf ? AFTER_EF_BF : ONE_MORE;
            case AFTER_EF_BF -> value >= 0xbd ? null : BETWEEN; // U+FFFD and no characters
            case UNOPENED, BETWEEN, ESCAPE, CLOSED -> null;
        };
    }
}

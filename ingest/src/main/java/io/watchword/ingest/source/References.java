package io.watchword.ingest.source;

import static io.watchword.contract.Checks.checkArgument;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of secrets in an address: {@code ${secret:NAME}} and {@code ${ENVIRONMENT_VARIABLE}}.
 * While an address is taken apart, each stands as one character that no address may hold, so that
 * the colon within a name is not taken for one of the address.
 */
record References(String masked, List<String> names) {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{(secret:[A-Za-z0-9._~-]{1,200}|[A-Za-z_][A-Za-z0-9_]*)}");
    private static final char FIRST = '\uE000'; // private use: refused in what people type
    private static final int MAX = 32;

    References {
        names = List.copyOf(names);
    }

    static References in(String text) {
        List<String> names = new ArrayList<>();
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder masked = new StringBuilder();
        while (reference.find()) {
            checkArgument(names.size() < MAX, "more than %d references to secrets", MAX);
            reference.appendReplacement(masked, String.valueOf((char) (FIRST + names.size())));
            names.add(reference.group(1));
        }
        reference.appendTail(masked);
        checkArgument(
                masked.indexOf("${") < 0,
                "a \"${\" that is no reference, required ${NAME} or ${secret:NAME}");
        return new References(masked.toString(), names);
    }

    static boolean isIn(String masked) {
        return masked.chars().anyMatch(c -> c >= FIRST && c < FIRST + MAX);
    }

    /** Whether it is one reference and nothing else. */
    static boolean isAlone(String masked) {
        return masked.length() == 1 && isIn(masked);
    }

    /**
     * With each reference replaced.
     *
     * @param value from a reference's name
     * @param literal for the text between references
     */
    String fill(String part, UnaryOperator<String> value, UnaryOperator<String> literal) {
        StringBuilder filled = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < part.length(); at++) {
            char c = part.charAt(at);
            if (c >= FIRST && c < FIRST + MAX) {
                filled.append(literal.apply(text.toString()));
                text.setLength(0);
                filled.append(value.apply(names.get(c - FIRST)));
            } else {
                text.append(c);
            }
        }
        return filled.append(literal.apply(text.toString())).toString();
    }
}

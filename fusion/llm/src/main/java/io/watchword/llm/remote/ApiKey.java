package io.watchword.llm.remote;

import static io.watchword.contract.Checks.checkArgument;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The secret that lets us in. Its value leaves only in a request's header. */
final class ApiKey {
    private static final Pattern HEADER_TEXT = Pattern.compile("[\\x21-\\x7e]{1,4096}");
    private static final String HIDDEN = "[redacted]";

    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /**
     * Takes a key; spaces and line ends around it, as files have them, do not count.
     *
     * @throws IllegalArgumentException without the value, if it cannot stand in a header
     */
    static ApiKey of(String value) {
        String stripped = value.strip();
        checkArgument(
                HEADER_TEXT.matcher(stripped).matches(),
                "an API key is not 1 to 4096 visible ASCII characters");
        return new ApiKey(stripped);
    }

    /**
     * Finds the key that the configuration names.
     *
     * @param secrets from {@code secret:NAME} or the name of an environment variable to its value
     * @throws IllegalArgumentException if there is none, or none that can be used
     */
    static Optional<ApiKey> find(
            Optional<String> name, Function<String, Optional<String>> secrets) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> value = secrets.apply(name.get());
        checkArgument(
                value.isPresent() && !value.get().isBlank(),
                "llm.remote.apiKey names %s, which is not set",
                name.get());
        try {
            return value.map(ApiKey::of);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("llm.remote.apiKey: " + e.getMessage(), e);
        }
    }

    String authorization() {
        return "Bearer " + value;
    }

    /** A text of the server's without the key, should it have sent it back. */
    String redact(String text) {
        return text.replace(value, HIDDEN);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}

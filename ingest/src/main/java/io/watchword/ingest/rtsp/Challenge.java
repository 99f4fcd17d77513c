package io.watchword.ingest.rtsp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to authenticate that a server offers (RFC 7235): a scheme and its parameters.
 *
 * @param scheme lower case
 * @param parameters names in lower case, values without their quotes
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "\\G[\\s,]*("
                            + TOKEN
                            + ")\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]*))");
    private static final Pattern SCHEME = Pattern.compile("\\G[\\s,]*(" + TOKEN + ")(?=\\s|,|$)");
    private static final int MAX_CHALLENGES = 8;

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** The challenges of one header; what cannot be read ends the list. */
    static List<Challenge> parse(String header) {
        List<Challenge> challenges = new ArrayList<>();
        int at = 0;
        Matcher scheme = SCHEME.matcher(header);
        while (challenges.size() < MAX_CHALLENGES && scheme.find(at)) {
            at = scheme.end();
            Map<String, String> parameters = new HashMap<>();
            Matcher parameter = PARAMETER.matcher(header);
            while (parameter.find(at)) {
                String quoted = parameter.group(2);
                parameters.put(
                        parameter.group(1).toLowerCase(Locale.ROOT),
                        quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
                at = parameter.end();
            }
            challenges.add(new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), parameters));
        }
        return challenges;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    boolean isStale() {
        return "true".equalsIgnoreCase(parameters.get("stale"));
    }
}

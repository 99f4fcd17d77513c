package io.watchword.deploy;

import io.watchword.ingest.source.SourceUri;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arguments with addresses, which may hold passwords: the script hands them over in environment
 * variables, since everyone on a machine may see the arguments of a process; and messages about
 * arguments do not repeat them.
 */
final class Arguments {
    private static final Pattern HANDED_OVER = Pattern.compile("env:(WATCHWORD_ARG_[0-9]+)");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

    private Arguments() {}

    /** With what the script handed over in its place. */
    static String[] resolve(String[] args, Map<String, String> environment) {
        return Arrays.stream(args)
                .map(
                        argument -> {
                            Matcher name = HANDED_OVER.matcher(argument);
                            return name.matches()
                                    ? environment.getOrDefault(name.group(1), argument)
                                    : argument;
                        })
                .toArray(String[]::new);
    }

    /** A message that may quote one of the arguments, without what the addresses in it hide. */
    static String withoutSecrets(String message, String... args) {
        String shown = message;
        for (String argument : args) {
            Matcher address = ADDRESS.matcher(argument);
            if (address.find()) {
                shown = shown.replace(address.group(), shown(address.group()));
            }
        }
        return shown;
    }

    private static String shown(String address) {
        try {
            return SourceUri.parse(address).display();
        } catch (IllegalArgumentException e) {
            return address.substring(0, address.indexOf("://")) + "://***";
        }
    }
}

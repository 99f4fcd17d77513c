package io.watchword.ingest.source;

import static io.watchword.contract.Checks.checkArgument;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Takes the secrets out of one address and leaves their names. Used once. */
final class Extraction {
    /** Parameters of queries that hold secrets, by what their names have in them. */
    private static final Pattern SECRET =
            Pattern.compile(
                    "pass|pwd|token|secret|auth|sig|key|credential|session|jwt|bearer|^pw$|^sas$");

    private final String prefix;
    private final References references;
    private final Map<String, String> secrets = new LinkedHashMap<>();

    Extraction(String prefix, References references) {
        this.prefix = prefix;
        this.references = references;
    }

    SourceUri.Typed of(Address address) {
        StringBuilder source = new StringBuilder(address.scheme()).append("://");
        Optional<String> password = address.password();
        if (address.user().isPresent()) {
            // A name without a password is a token of some kind.
            String user = address.user().get();
            source.append(password.isPresent() ? template(user) : userInfo("user", user));
            password.ifPresent(text -> source.append(':').append(userInfo("password", text)));
            source.append('@');
        }
        source.append(address.hostText()).append(':').append(address.port());
        int query = address.path().indexOf('?');
        source.append(template(query < 0 ? address.path() : address.path().substring(0, query)));
        if (query >= 0) {
            source.append('?').append(query(address.path().substring(query + 1)));
        }
        return new SourceUri.Typed(source.toString(), secrets);
    }

    private String userInfo(String key, String text) {
        return text.isEmpty() ? "" : named(key, text, PercentCode::decode);
    }

    private String query(String query) {
        StringBuilder text = new StringBuilder();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            String lower = PercentCode.decode(name).toLowerCase(Locale.ROOT);
            text.append(text.isEmpty() ? "" : "&").append(template(name));
            if (equals >= 0) {
                boolean secret = !value.isEmpty() && SECRET.matcher(lower).find();
                text.append('=')
                        .append(
                                secret
                                        ? named(lower, value, UnaryOperator.identity())
                                        : template(value));
            }
        }
        return text.toString();
    }

    private String named(String key, String text, UnaryOperator<String> kept) {
        if (References.isAlone(text)) {
            return template(text);
        }
        checkArgument(
                !References.isIn(text),
                "a secret is part ${NAME}, part text: required one of them");
        String plain = key.replaceAll("[^a-z0-9_-]", "_");
        String base = prefix + plain.substring(0, Math.min(40, plain.length()));
        String name = base;
        for (int count = 2; secrets.containsKey(name); count++) {
            name = base + "." + count;
        }
        secrets.put(name, kept.apply(text));
        return "${secret:" + name + "}";
    }

    private String template(String part) {
        return references.fill(part, name -> "${" + name + "}", UnaryOperator.identity());
    }
}

package io.watchword.ingest.source;

import static io.watchword.contract.Checks.checkArgument;
import static io.watchword.contract.Checks.checkState;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Ids;
import io.watchword.ingest.fetch.Target;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be opened: a path, an address of one of a few schemes, or a capture device. Pure. Its
 * text for people hides user names, passwords and the values of queries, always.
 */
public final class SourceUri {
    /** What it takes to read it. */
    public enum Kind {
        /** A file or a folder. */
        PATH,
        RTSP,
        /** A file, or an HLS playlist, over HTTP. */
        HTTP,
        /** MPEG-TS in UDP packets. */
        UDP,
        /** A camera of this machine. */
        DEVICE
    }

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cs}\\p{Co}]");
    private static final Pattern CODED_CONTROL = Pattern.compile("%(?:[01][0-9A-Fa-f]|7[Ff])");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");
    private static final Pattern DEVICE = Pattern.compile("/dev/[A-Za-z0-9_/.:-]+");
    private static final String REQUIRED =
            "required a path, rtsp://, rtsps://, http://, https:// or udp://";

    private final Kind kind;
    private final Optional<Path> path;
    private final @Nullable Address address;
    private final References references;

    private SourceUri(
            Kind kind, Optional<Path> path, @Nullable Address address, References references) {
        this.kind = kind;
        this.path = path;
        this.address = address;
        this.references = references;
    }

    /**
     * What somebody typed, ready to be kept.
     *
     * @param source as a {@link io.watchword.contract.StreamSpec} holds it, secrets by name
     * @param secrets by name, to be kept apart
     */
    public record Typed(String source, Map<String, String> secrets) {
        public Typed {
            secrets = Map.copyOf(secrets);
        }

        @Override
        public String toString() {
            return source; // never the secrets
        }
    }

    /**
     * Takes a source apart.
     *
     * @throws IllegalArgumentException if it may not be opened; the message never repeats it
     */
    public static SourceUri parse(String text) {
        checkArgument(!text.isBlank(), "an empty source, %s", REQUIRED);
        checkArgument(text.length() <= 4096, "longer than 4096 characters");
        checkArgument(!CONTROL.matcher(text).find(), "control characters");
        checkArgument(text.equals(text.strip()), "blanks at its beginning or end");
        checkArgument(!text.startsWith("-"), "begins with \"-\", write ./ before a file's name");
        checkArgument(!CODED_CONTROL.matcher(text).find(), "coded control characters");
        Matcher scheme = SCHEME.matcher(text);
        int slash = text.indexOf('/');
        int colon = text.indexOf(':');
        boolean file = !scheme.matches() && (colon < 0 || (slash >= 0 && slash < colon));
        if (file) {
            return path(Kind.PATH, text);
        }
        checkArgument(
                scheme.matches(), "a colon in its name, %s; or write ./ before a file", REQUIRED);
        String name = scheme.group(1).toLowerCase(Locale.ROOT);
        String rest = text.substring(scheme.end(1) + 1);
        if (name.equals("device")) {
            checkArgument(
                    DEVICE.matcher(rest).matches() && !rest.contains(".."),
                    "no device, required for example device:/dev/video0");
            return path(Kind.DEVICE, rest);
        }
        if (name.equals("file") && rest.startsWith("///")) {
            return path(Kind.PATH, PercentCode.decode(rest.substring(2)));
        }
        checkArgument(
                Address.isScheme(name) && rest.startsWith("//"),
                "an address of kind \"%s:\", %s",
                name,
                REQUIRED);
        return address(name, rest.substring(2));
    }

    private static SourceUri address(String scheme, String rest) {
        checkArgument(rest.indexOf(' ') < 0, "a blank in an address, write %%20");
        checkArgument(rest.indexOf('\\') < 0, "a backslash in an address, write %%5C");
        checkArgument(!INVISIBLE.matcher(rest).find(), "invisible characters in an address");
        References references = References.in(rest);
        Address address = Address.parse(scheme, references.masked());
        Kind kind =
                switch (scheme) {
                    case "rtsp", "rtsps" -> Kind.RTSP;
                    case "udp" -> Kind.UDP;
                    default -> Kind.HTTP;
                };
        return new SourceUri(kind, Optional.empty(), address, references);
    }

    private static SourceUri path(Kind kind, String text) {
        try {
            return new SourceUri(kind, Optional.of(Path.of(text)), null, References.in(""));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a file name", e);
        }
    }

    public Kind kind() {
        return kind;
    }

    /** Of a file, a folder or a device; empty for an address. */
    public Optional<Path> path() {
        return path;
    }

    /** Of an address: lower case, without brackets. */
    public String host() {
        return network().host();
    }

    /** Of an address, never 0. */
    public int port() {
        return network().port();
    }

    private Address network() {
        Address of = address;
        checkState(of != null, "%s is no address", kind);
        return java.util.Objects.requireNonNull(of);
    }

    /**
     * Names the secrets in it, so that it can be kept where people look. References stay as they
     * are.
     *
     * @param streamId the secrets' names begin with it
     * @throws IllegalArgumentException if a secret is part reference, part text
     */
    public Typed typed(String streamId) {
        if (address == null) {
            Path file = path.orElseThrow();
            return new Typed(kind == Kind.DEVICE ? "device:" + file : file.toString(), Map.of());
        }
        Extraction extraction = new Extraction(secretPrefix(streamId), references);
        return extraction.of(address);
    }

    /**
     * What the names of a stream's secrets begin with: no other stream's names begin like this. Fit
     * for a file's name.
     */
    public static String secretPrefix(String streamId) {
        boolean plain = streamId.matches("[A-Za-z0-9._-]{1,80}");
        return (plain ? streamId : Ids.sha256Hex(streamId.getBytes(UTF_8)).substring(0, 40)) + "~";
    }

    /**
     * The address to fetch from. A name and a password are taken as they are from where the secrets
     * are; so is what the store holds for the path or the query. An environment variable's value
     * for those is percent-encoded first.
     *
     * @throws MissingSecretException if a secret is not there
     */
    public Target target(Secrets secrets, Map<String, String> options) {
        Address of = network();
        UnaryOperator<String> find =
                name -> secrets.find(name).orElseThrow(() -> new MissingSecretException(name));
        UnaryOperator<String> coded =
                name -> {
                    String value = find.apply(name);
                    return name.startsWith("secret:")
                            ? PercentCode.mend(value)
                            : PercentCode.encode(value);
                };
        Optional<Target.Credentials> credentials =
                of.user()
                        .map(
                                user ->
                                        new Target.Credentials(
                                                references.fill(user, find, PercentCode::decode),
                                                references.fill(
                                                        of.password().orElse(""),
                                                        find,
                                                        PercentCode::decode)));
        return new Target(
                of.scheme(),
                of.host(),
                of.port(),
                references.fill(of.path(), coded, PercentCode::mend),
                credentials,
                options);
    }

    /** For people: without user names, passwords and the values of queries. */
    public String display() {
        if (address == null) {
            Path file = path.orElseThrow();
            return kind == Kind.DEVICE ? "device:" + file : file.toString();
        }
        int query = address.path().indexOf('?');
        String shown = query < 0 ? address.path() : address.path().substring(0, query);
        StringBuilder text = new StringBuilder(address.scheme()).append("://");
        address.user().ifPresent(user -> text.append("***@"));
        text.append(address.hostText());
        if (!address.hasDefaultPort()) {
            text.append(':').append(address.port());
        }
        text.append(references.fill(shown, name -> "***", UnaryOperator.identity()));
        if (query >= 0) {
            text.append('?').append(hidden(address.path().substring(query + 1)));
        }
        return text.toString();
    }

    private static String hidden(String query) {
        StringBuilder text = new StringBuilder();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? "" : parameter.substring(0, equals);
            text.append(text.isEmpty() ? "" : "&");
            text.append(equals < 0 || References.isIn(name) ? "***" : name + "=***");
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return display();
    }
}

package io.watchword.deploy.streams;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Profile;
import io.watchword.contract.StreamSpec;
import io.watchword.deploy.UserMistake;
import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.ForbiddenAddressException;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.source.FileIdentity;
import io.watchword.ingest.source.SourceUri;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A stream that people add, looked at before it goes to Kafka.
 *
 * @param secrets by name, to be kept before the stream is told of
 * @param notes what people should know, one line each
 */
public record NewStream(StreamSpec spec, Map<String, String> secrets, List<String> notes) {
    /**
     * What people asked for.
     *
     * @param id empty for one derived from the source
     * @param profile empty for the one of the source's kind
     * @param transport {@code tcp} or {@code udp}, of RTSP; empty for its default
     * @param watch whether a folder is looked at again for new files
     * @param allow addresses beyond the public ones, as {@code CIDR} or {@code CIDR:port}
     * @param owner run that ends the stream; empty for a stream that stays
     */
    public record Request(
            Optional<String> id,
            String source,
            Optional<String> profile,
            Optional<String> transport,
            boolean watch,
            List<String> allow,
            String owner) {
        public Request {
            allow = List.copyOf(allow);
        }
    }

    public NewStream {
        secrets = Map.copyOf(secrets);
        notes = List.copyOf(notes);
    }

    @Override
    public String toString() {
        return "stream " + spec.streamId(); // never the secrets
    }

    /**
     * Checks and completes a request.
     *
     * @param resolver looks the host up that people named
     * @throws UserMistake with every problem
     */
    public static NewStream of(Request request, HostResolver resolver) {
        return new Builder(request, resolver).build();
    }

    /** Collects problems. Used once. */
    private static final class Builder {
        private final Request request;
        private final HostResolver resolver;
        private final List<String> problems = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final Map<String, String> options = new HashMap<>();
        private final List<String> allow = new ArrayList<>();

        Builder(Request request, HostResolver resolver) {
            this.request = request;
            this.resolver = resolver;
        }

        NewStream build() {
            Optional<SourceUri> parsed = parse();
            Optional<Profile> profile = profile();
            request.id().filter(id -> !StreamSpec.isStreamId(id)).ifPresent(this::badId);
            checkAllow();
            parsed.ifPresent(this::check);
            if (!problems.isEmpty()) {
                throw new UserMistake(problems);
            }
            SourceUri source = parsed.orElseThrow();
            try {
                String id = request.id().isPresent() ? request.id().get() : derivedId(source);
                SourceUri.Typed typed =
                        source.kind() == SourceUri.Kind.PATH
                                ? new SourceUri.Typed(absolute(source).toString(), Map.of())
                                : source.typed(id);
                StreamSpec spec =
                        new StreamSpec(
                                id,
                                typed.source(),
                                profile.orElse(byKind(source.kind())),
                                options,
                                allow,
                                Optional.empty(),
                                request.owner());
                return new NewStream(spec, typed.secrets(), notes);
            } catch (IllegalArgumentException e) {
                throw new UserMistake(source + ": " + e.getMessage());
            } catch (IOException e) {
                throw new UserMistake(source + ": cannot be read");
            }
        }

        private void badId(String id) {
            problems.add(
                    "\""
                            + id
                            + "\" is no stream id, required 1 to 200 letters, digits, dots,"
                            + " underscores or hyphens");
        }

        private Optional<SourceUri> parse() {
            try {
                return Optional.of(SourceUri.parse(request.source()));
            } catch (IllegalArgumentException e) {
                // What was typed may hold a password, and is not repeated.
                problems.add("source refused: " + e.getMessage());
                return Optional.empty();
            }
        }

        private Optional<Profile> profile() {
            Optional<String> named = request.profile();
            Optional<Profile> found =
                    named.flatMap(
                            name ->
                                    Arrays.stream(Profile.values())
                                            .filter(profile -> profile.text().equals(name))
                                            .findFirst());
            if (named.isPresent() && found.isEmpty()) {
                problems.add(
                        "--profile "
                                + named.get()
                                + ": required "
                                + Arrays.stream(Profile.values())
                                        .map(Profile::text)
                                        .collect(Collectors.joining(", ")));
            }
            return found;
        }

        private void checkAllow() {
            for (String entry : request.allow()) {
                try {
                    if (!entry.contains("/")) {
                        throw new IllegalArgumentException(
                                "required a block of addresses such as 192.168.1.0/24");
                    }
                    EgressGuard unused = new EgressGuard(List.of(entry), resolver);
                    allow.add(entry);
                } catch (IllegalArgumentException e) {
                    problems.add("--allow " + entry + ": " + e.getMessage());
                }
            }
        }

        private void check(SourceUri source) {
            if (request.transport().isPresent()) {
                String transport = request.transport().get();
                if (!transport.equals("tcp") && !transport.equals("udp")) {
                    problems.add("--transport " + transport + ": required tcp or udp");
                } else if (source.kind() != SourceUri.Kind.RTSP) {
                    problems.add("--transport is for rtsp sources, " + source + " is none");
                } else {
                    options.put("transport", transport);
                }
            }
            switch (source.kind()) {
                case PATH -> checkPath(source);
                case DEVICE -> {
                    noWatch(source);
                    problems.add(source + ": capture devices cannot be read in this version");
                }
                case RTSP, HTTP, UDP -> {
                    noWatch(source);
                    checkHost(source);
                }
            }
        }

        private void noWatch(SourceUri source) {
            if (request.watch()) {
                problems.add("--watch is for folders, " + source + " is none");
            }
        }

        private void checkPath(SourceUri source) {
            Path path = source.path().orElseThrow();
            if (!Files.exists(path)) {
                problems.add(source + ": no such file or folder");
            } else if (!Files.isReadable(path)) {
                problems.add(source + ": permission denied");
            } else if (Files.isDirectory(path)) {
                options.put("watch", Boolean.toString(request.watch()));
            } else if (!Files.isRegularFile(path)) {
                problems.add(source + ": not a regular file");
            } else {
                noWatch(source);
            }
        }

        /** A private address is reached because a person named it, here and nowhere else. */
        private void checkHost(SourceUri source) {
            String host = source.host();
            String entry = host + ":" + source.port();
            try {
                if (!new EgressGuard(allow, resolver).resolve(host, source.port()).isEmpty()) {
                    return;
                }
            } catch (ForbiddenAddressException e) {
                allowNamed(host, source.port(), entry, "is not a public address");
            } catch (UnknownHostException e) {
                allowNamed(host, source.port(), entry, "has no address at the moment");
            }
        }

        private void allowNamed(String host, int port, String entry, String why) {
            try {
                new EgressGuard(List.of(entry), resolver).resolve(host, port);
            } catch (ForbiddenAddressException e) {
                problems.add(String.valueOf(e.getMessage()));
                return;
            } catch (UnknownHostException e) {
                // Cameras come and go; the guard looks again at each connection.
            }
            allow.add(entry);
            notes.add(host + " " + why + ": this stream alone may reach " + entry);
        }

        private static Profile byKind(SourceUri.Kind kind) {
            return switch (kind) {
                case PATH -> Profile.ARCHIVE;
                case RTSP, UDP, DEVICE -> Profile.SURVEILLANCE;
                case HTTP -> Profile.LIVE;
            };
        }

        private static Path absolute(SourceUri source) {
            return source.path().orElseThrow().toAbsolutePath().normalize();
        }

        private static String derivedId(SourceUri source) throws IOException {
            if (source.kind() == SourceUri.Kind.PATH) {
                Path path = absolute(source);
                if (Files.isRegularFile(path)) {
                    return FileIdentity.of(path).streamId();
                }
                Path name = path.getFileName();
                return plain(name == null ? "root" : name.toString());
            }
            if (source.kind() == SourceUri.Kind.DEVICE) {
                return plain(requireNonNull(source.path().orElseThrow().getFileName()).toString());
            }
            String shown = source.display();
            int query = shown.indexOf('?');
            String address = query < 0 ? shown : shown.substring(0, query);
            return plain(address.replaceFirst("^[a-z]+://", "").replace("***@", ""));
        }

        private static String plain(String text) {
            String plain =
                    text.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
            return plain.isEmpty() ? "stream" : plain.substring(0, Math.min(150, plain.length()));
        }
    }
}

package io.watchword.view.access;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tokens in a file that only its owner reads, one JSON object a line, without their secrets. A
 * change by another process is seen with the next look. Thread-safe; one process at a time changes
 * it, see {@link Locked}.
 */
public final class TokenFile implements Tokens {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private @Nullable FileTime readAt; // guarded by this
    private @Nullable Object readKey; // guarded by this
    private List<ApiToken> read = List.of(); // guarded by this

    /**
     * @param file may be missing: then there are no tokens
     */
    public TokenFile(Path file) {
        this.file = file;
    }

    /**
     * @throws IllegalArgumentException if others may read or write it, or it holds something else
     */
    @Override
    public synchronized List<ApiToken> all() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (!now.lastModifiedTime().equals(readAt) || !keyOf(now).equals(readKey)) {
                Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
                checkArgument(
                        OWNER.containsAll(allowed),
                        "%s has permissions %s, required rw-------: chmod 600 it",
                        file,
                        PosixFilePermissions.toString(allowed));
                read = parse(Files.readAllLines(file));
                readAt = now.lastModifiedTime();
                readKey = keyOf(now);
            }
            return read;
        } catch (NoSuchFileException e) {
            read = List.of();
            readAt = null;
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each version is another file, moved into place. */
    private static Object keyOf(BasicFileAttributes attributes) {
        return String.valueOf(attributes.fileKey()) + attributes.size();
    }

    /**
     * Adds one.
     *
     * @return its secret, which is kept nowhere
     * @throws IllegalArgumentException if there is one of that name
     */
    public String add(String name, Scopes scopes, Instant now, Optional<Instant> expiresAt)
            throws IOException {
        String secret = ApiToken.PREFIX + Secret.fresh();
        ApiToken token = new ApiToken(name, Secret.sha256(secret), scopes, now, expiresAt);
        try (Locked unused = Locked.beside(file)) {
            List<ApiToken> tokens = new ArrayList<>(all());
            checkArgument(
                    tokens.stream().noneMatch(one -> one.name().equals(name)),
                    "token %s is there already: remove it first, or choose another name",
                    name);
            tokens.add(token);
            write(tokens);
        }
        return secret;
    }

    /** Returns whether there was one of that name. What it holds open ends within seconds. */
    public boolean remove(String name) throws IOException {
        try (Locked unused = Locked.beside(file)) {
            List<ApiToken> tokens = new ArrayList<>(all());
            boolean there = tokens.removeIf(one -> one.name().equals(name));
            if (there) {
                write(tokens);
            }
            return there;
        }
    }

    private void write(List<ApiToken> tokens) throws IOException {
        List<String> lines = new ArrayList<>();
        for (ApiToken token : tokens) {
            ObjectNode node = JSON.createObjectNode();
            node.put("name", token.name());
            node.put("sha256", token.sha256());
            token.scopes().texts().forEach(node.putArray("scopes")::add);
            node.put("createdAt", token.createdAt().toString());
            token.expiresAt().ifPresent(end -> node.put("expiresAt", end.toString()));
            lines.add(JSON.writeValueAsString(node));
        }
        Path written =
                Files.createTempFile(
                        file.toAbsolutePath().getParent(),
                        ".new",
                        "",
                        PosixFilePermissions.asFileAttribute(OWNER));
        try {
            Files.write(written, lines);
            Files.move(
                    written,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private List<ApiToken> parse(List<String> lines) {
        List<ApiToken> tokens = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            try {
                tokens.add(token(JSON.readTree(lines.get(number - 1))));
            } catch (JsonProcessingException | RuntimeException e) {
                throw new IllegalArgumentException(file + ":" + number + " is no token", e);
            }
        }
        return List.copyOf(tokens);
    }

    private static ApiToken token(JsonNode node) {
        List<String> scopes = new ArrayList<>();
        node.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return new ApiToken(
                node.path("name").asText(),
                node.path("sha256").asText(),
                Scopes.parse(scopes),
                Instant.parse(node.path("createdAt").asText()),
                Optional.ofNullable(node.get("expiresAt")).map(end -> Instant.parse(end.asText())));
    }
}

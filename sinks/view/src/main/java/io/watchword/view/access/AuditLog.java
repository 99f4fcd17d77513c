package io.watchword.view.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.Ids;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * Deeds, one JSON object a line, in a file that only grows. Each line holds the SHA-256 of the line
 * before it, and a file beside it the number and the SHA-256 of the last: so a line that was
 * changed, put in or taken out shows. Who may write both files can make all anew; the last hash,
 * kept elsewhere, shows that too. Thread-safe; several processes may write.
 */
public final class AuditLog implements Audit {
    /** What stands in the first line for the hash of the line before. */
    private static final String BEGINNING = "0".repeat(64);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FileAttribute<Set<PosixFilePermission>> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<StandardOpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);

    private final Path file;
    private final Path head;
    private final Clock clock;

    public AuditLog(Path file, Clock clock) {
        this.file = file;
        this.head = file.resolveSibling(file.getFileName() + ".head");
        this.clock = clock;
    }

    /** Where a log stands. */
    private record Head(long lines, String sha256) {
        static final Head START = new Head(0, BEGINNING);

        Head after(String line) {
            return new Head(lines + 1, Ids.sha256Hex(line.getBytes(UTF_8)));
        }
    }

    /**
     * What a check found.
     *
     * @param lines that were looked at
     * @param last SHA-256 of the last
     * @param problem empty if nothing was changed
     */
    public record Verdict(long lines, String last, Optional<String> problem) {}

    /** A deed that cannot be noted is not done: throws. */
    @Override
    public void record(Entry entry) {
        try (Locked unused = Locked.beside(file)) {
            Head before = head();
            String line = line(entry, before);
            write(file, line + "\n", APPEND);
            Head after = before.after(line);
            write(
                    head,
                    // As long as the longest, so that nothing of the one before stays behind.
                    "%019d %s%n".formatted(after.lines(), after.sha256()),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line(Entry entry, Head before) throws JsonProcessingException {
        ObjectNode node = JSON.createObjectNode();
        node.put("number", before.lines() + 1);
        node.put("at", clock.instant().toString());
        node.put("who", entry.who());
        node.put("from", entry.from());
        node.put("what", entry.what());
        node.put("of", entry.of());
        node.put("outcome", entry.outcome());
        node.put("before", before.sha256());
        return JSON.writeValueAsString(node);
    }

    private static void write(Path to, String text, Set<StandardOpenOption> how)
            throws IOException {
        try (FileChannel channel = FileChannel.open(to, how, OWNER)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private Head head() throws IOException {
        try {
            String[] told = Files.readString(head).strip().split(" ", 2);
            return new Head(Long.parseLong(told[0]), told[1]);
        } catch (NoSuchFileException e) {
            return Head.START;
        }
    }

    /** Reads all of it. */
    public Verdict verify() throws IOException {
        try (Locked unused = Locked.beside(file)) {
            Head at = Head.START;
            if (Files.exists(file)) {
                try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        Optional<String> wrong = wrong(line, at);
                        if (wrong.isPresent()) {
                            return new Verdict(at.lines(), at.sha256(), wrong);
                        }
                        at = at.after(line);
                    }
                }
            }
            Head told = head();
            boolean whole = told.equals(at);
            return new Verdict(
                    at.lines(),
                    at.sha256(),
                    whole
                            ? Optional.empty()
                            : Optional.of(
                                    "it ends with line "
                                            + at.lines()
                                            + ", written were "
                                            + told.lines()
                                            + ", or its last line was changed"));
        }
    }

    private static Optional<String> wrong(String line, Head before) {
        long number = before.lines() + 1;
        try {
            JsonNode node = JSON.readTree(line);
            if (node.path("number").asLong() == number
                    && node.path("before").asText().equals(before.sha256())) {
                return Optional.empty();
            }
        } catch (JsonProcessingException e) {
            return Optional.of("line " + number + " is no JSON");
        }
        return Optional.of(
                "line "
                        + number
                        + " does not follow the one before: one of them was changed,"
                        + " put in or taken out");
    }
}

package io.watchword.deploy.eval;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which commit the sources are at, as git's files say it. */
final class Revision {
    static final String UNKNOWN = "unknown";

    private Revision() {}

    /** The commit checked out in a directory, or {@value #UNKNOWN}. */
    static String of(Path home) {
        try {
            Path git = home.resolve(".git");
            if (Files.isRegularFile(git)) { // a worktree: the file names its directory
                String line = Files.readString(git, UTF_8).strip();
                git = home.resolve(line.replaceFirst("^gitdir: *", "")).normalize();
            }
            String head = Files.readString(git.resolve("HEAD"), UTF_8).strip();
            if (!head.startsWith("ref: ")) {
                return head;
            }
            Path shared = git;
            if (Files.exists(git.resolve("commondir"))) {
                shared = git.resolve(Files.readString(git.resolve("commondir"), UTF_8).strip());
            }
            String reference = head.substring("ref: ".length());
            Path loose = shared.resolve(reference);
            return Files.exists(loose)
                    ? Files.readString(loose, UTF_8).strip()
                    : packed(shared, reference).orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static Optional<String> packed(Path git, String reference) throws IOException {
        return Files.readAllLines(git.resolve("packed-refs"), UTF_8).stream()
                .filter(line -> line.endsWith(" " + reference))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst();
    }
}

package io.watchword.deploy.describe;

import io.watchword.deploy.terminal.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The sources of a command line, looked at before anything is started.
 *
 * @param readable files that can be opened; whether they are media is for ingest to say
 * @param addresses on the web
 * @param unreadable the others, with what is wrong
 */
record SourceFiles(List<Path> readable, List<String> addresses, List<Unreadable> unreadable) {
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

    /** A source and why it cannot be read. */
    record Unreadable(String source, String reason) {
        @Override
        public String toString() {
            return TerminalText.clean(source + ": " + reason);
        }
    }

    SourceFiles {
        readable = List.copyOf(readable);
        addresses = List.copyOf(addresses);
        unreadable = List.copyOf(unreadable);
    }

    static boolean isUrl(String argument) {
        return URL.matcher(argument).matches();
    }

    /**
     * Sorts arguments into files that can be opened and sources that cannot be read. A file named
     * twice counts once.
     */
    static SourceFiles check(List<String> arguments) {
        List<Path> readable = new ArrayList<>();
        Set<String> addresses = new LinkedHashSet<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (String argument : arguments) {
            if (isUrl(argument)) {
                addresses.add(argument);
                continue;
            }
            String problem = problem(argument);
            if (!problem.isEmpty()) {
                unreadable.add(new Unreadable(argument, problem));
                continue;
            }
            Path file = Path.of(argument).toAbsolutePath().normalize();
            if (!readable.contains(file)) {
                readable.add(file);
            }
        }
        return new SourceFiles(readable, List.copyOf(addresses), unreadable);
    }

    private static String problem(String argument) {
        Path file;
        try {
            file = Path.of(argument);
        } catch (InvalidPathException e) {
            return "not a file name";
        }
        if (!reachable(file)) {
            return "permission denied";
        }
        if (!Files.exists(file)) {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    ? "a link to a file that does not exist"
                    : "no such file";
        }
        if (Files.isDirectory(file)) {
            return "is a directory, not a file";
        }
        if (!Files.isRegularFile(file)) {
            return "not a regular file";
        }
        if (!Files.isReadable(file)) {
            return "permission denied";
        }
        return size(file) == 0 ? "is empty" : "";
    }

    /**
     * Whether the directory that holds the file may be searched; if it may not, the file seems not
     * to exist.
     */
    private static boolean reachable(Path file) {
        for (Path parent = file.toAbsolutePath().getParent();
                parent != null;
                parent = parent.getParent()) {
            if (Files.isDirectory(parent)) {
                return Files.isExecutable(parent);
            }
        }
        return true;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}

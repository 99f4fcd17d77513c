package io.watchword.deploy.log;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.terminal.TerminalText;
import io.watchword.fusion.log.StoredStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which stored stream people mean. Pure. */
public final class StreamChoice {
    private static final String CHECKSUM = "-[0-9a-f]{8}";
    private static final int MOST_SHOWN = 20;

    private StreamChoice() {}

    /**
     * The stream of a name: its id, or else of a file its name with or without extension. A whole
     * name counts before one without.
     *
     * @throws UserMistake if several files have the name
     * @throws NotStored if none has
     */
    public static StoredStream of(String name, List<StoredStream> streams) {
        for (StoredStream stream : streams) {
            if (stream.streamId().equals(name)) {
                return stream;
            }
        }
        List<StoredStream> named =
                streams.stream().filter(stream -> stream.source().equals(name)).toList();
        if (named.isEmpty()) {
            named = streams.stream().filter(stream -> isNamed(stream, name)).toList();
        }
        if (named.size() > 1) {
            List<String> problems = new ArrayList<>();
            problems.add("several stored files are called \"" + name + "\": give one of");
            named.forEach(stream -> problems.add("  " + line(stream)));
            throw new UserMistake(problems);
        }
        if (named.isEmpty()) {
            throw new NotStored(missing(name, streams));
        }
        return named.get(0);
    }

    private static boolean isNamed(StoredStream stream, String name) {
        String id = stream.streamId();
        if (!id.matches(".*" + CHECKSUM)) {
            return false;
        }
        String stem = id.substring(0, id.length() - 9);
        int dot = name.lastIndexOf('.');
        return stem.equals(safe(name)) || (dot > 0 && stem.equals(safe(name.substring(0, dot))));
    }

    /** As ids of files are made. */
    private static String safe(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}._-]+", "_");
    }

    private static List<String> missing(String name, List<StoredStream> streams) {
        List<String> lines = new ArrayList<>();
        if (streams.isEmpty()) {
            lines.add("nothing is stored of \"" + name + "\", nor of any other stream");
            return lines;
        }
        lines.add("nothing is stored of \"" + name + "\"; stored are");
        streams.stream().limit(MOST_SHOWN).forEach(stream -> lines.add("  " + line(stream)));
        if (streams.size() > MOST_SHOWN) {
            lines.add("  and " + (streams.size() - MOST_SHOWN) + " more");
        }
        return lines;
    }

    /** Id and stored span of a stream. */
    public static String line(StoredStream stream) {
        return String.format(
                Locale.ROOT,
                "%s, %s - %s",
                TerminalText.clean(stream.streamId()),
                TerminalText.time(stream.span().startUs()),
                TerminalText.time(stream.span().endUs()));
    }
}

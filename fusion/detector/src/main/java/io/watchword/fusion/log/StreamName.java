package io.watchword.fusion.log;

import java.util.List;
import java.util.regex.Pattern;

/** Which stream people mean. Pure. */
public final class StreamName {
    private static final Pattern DIGITS_OF_FILE = Pattern.compile("-[0-9a-f]{8}");

    private StreamName() {}

    /**
     * The stream of that id, or else the file of that name, with or without its ending.
     *
     * @throws IllegalArgumentException in words for people, if there is none or more than one
     */
    public static StoredStream find(List<StoredStream> streams, String name) {
        List<StoredStream> found =
                streams.stream().filter(stream -> stream.streamId().equals(name)).toList();
        if (found.isEmpty()) {
            found = streams.stream().filter(stream -> isFile(stream, name)).toList();
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        String candidates =
                String.join(
                        ", ",
                        (found.isEmpty() ? streams : found)
                                .stream().map(StoredStream::streamId).limit(20).toList());
        throw new IllegalArgumentException(
                found.isEmpty()
                        ? "nothing is stored of \""
                                + name
                                + "\""
                                + (candidates.isEmpty() ? "" : "; there is " + candidates)
                        : "\"" + name + "\" may be any of " + candidates);
    }

    /** A file's stream is its name without ending, and eight digits of what it holds. */
    private static boolean isFile(StoredStream stream, String name) {
        String id = stream.streamId();
        boolean byStem =
                id.startsWith(name)
                        && DIGITS_OF_FILE.matcher(id.substring(name.length())).matches();
        return byStem || stream.source().equals(name);
    }
}

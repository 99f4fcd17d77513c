package io.watchword.view.control;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Adds and removes streams. Thread-safe. */
public interface StreamControl {
    /**
     * A stream that people add.
     *
     * @param streamId empty for one derived from the source
     * @param source address, file or folder; may hold a password, and is never repeated
     * @param profile empty for the one of the source's kind
     * @param allow addresses beyond the public ones
     */
    record Wanted(
            Optional<String> streamId,
            String source,
            Optional<String> profile,
            List<String> allow) {
        public Wanted {
            allow = List.copyOf(allow);
        }

        @Override
        public String toString() {
            return "stream " + streamId.orElse("(unnamed)"); // never the source
        }
    }

    /**
     * What became of it.
     *
     * @param replaced whether a stream of this id was there
     * @param notes what people should know
     */
    record Added(String streamId, boolean replaced, List<String> notes) {
        public Added {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Adds a stream, or puts it in the place of the one with its id.
     *
     * @throws IllegalArgumentException naming every problem, one a line
     */
    Added add(Wanted stream) throws IOException;

    /**
     * Removes a stream; what it brought stays.
     *
     * @return whether there was one
     */
    boolean remove(String streamId) throws IOException;
}

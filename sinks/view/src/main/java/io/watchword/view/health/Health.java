package io.watchword.view.health;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** How the process does. Thread-safe, and quick to say. */
public interface Health {
    /**
     * A part of the process.
     *
     * @param detail what is wrong with it; empty while nothing is
     */
    record Part(String name, boolean ok, String detail) {
        public Part {
            requireNonNull(name, "name is null");
            requireNonNull(detail, "detail is null");
        }
    }

    /**
     * The disk that holds the data directory.
     *
     * @param freeBytes that this process may still use
     */
    record Disk(long freeBytes, long totalBytes) {}

    /**
     * The language model, as it was last heard of.
     *
     * @param detail which it is, or why it does not answer
     */
    record LanguageModel(boolean ok, String detail) {
        public LanguageModel {
            requireNonNull(detail, "detail is null");
        }
    }

    /**
     * What there is to say at one time.
     *
     * @param ready whether the process does its work
     */
    record Report(
            boolean ready,
            List<Part> parts,
            Optional<LanguageModel> languageModel,
            Optional<Disk> disk) {
        public Report {
            parts = List.copyOf(parts);
            requireNonNull(languageModel, "languageModel is null");
            requireNonNull(disk, "disk is null");
        }
    }

    Report report();

    /** In Prometheus' text format. */
    String metrics();
}

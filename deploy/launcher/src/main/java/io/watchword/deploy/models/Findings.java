package io.watchword.deploy.models;

import io.watchword.deploy.UserMistake;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in the way, and what a person should know. Everything is gathered before it is said.
 */
final class Findings {
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void problem(String text) {
        if (!problems.contains(text)) {
            problems.add(text);
        }
    }

    void note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * @throws UserMistake with every problem, if there is one
     */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new UserMistake(problems);
        }
    }
}

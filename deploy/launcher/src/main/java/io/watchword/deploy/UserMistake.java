package io.watchword.deploy;

import java.util.List;

/**
 * Arguments or configuration that cannot work: shown as they are, one line each, without a stack
 * trace. Ends the process with code 2.
 */
public final class UserMistake extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserMistake(List<String> problems) {
        super(String.join("\n", problems));
    }

    public UserMistake(String problem) {
        this(List.of(problem));
    }

    /** Every problem that was found. */
    public List<String> problems() {
        return String.valueOf(getMessage()).lines().toList();
    }
}

package io.watchword.deploy.ask;

import java.util.List;

/** Nothing is stored of what was asked for; says what is. Ends the process with code 3. */
final class NotStored extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotStored(List<String> lines) {
        super(String.join("\n", lines));
    }

    List<String> lines() {
        return String.valueOf(getMessage()).lines().toList();
    }
}

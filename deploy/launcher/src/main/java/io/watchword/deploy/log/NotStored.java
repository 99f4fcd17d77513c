package io.watchword.deploy.log;

import java.util.List;

/** Nothing is stored of what was asked for; says what is. Ends the process with code 3. */
public final class NotStored extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotStored(List<String> lines) {
        super(String.join("\n", lines));
    }

    public List<String> lines() {
        return String.valueOf(getMessage()).lines().toList();
    }
}

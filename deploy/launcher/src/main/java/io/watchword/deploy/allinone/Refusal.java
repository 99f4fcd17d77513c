package io.watchword.deploy.allinone;

import io.watchword.deploy.UserMistake;
import java.util.concurrent.Callable;

/** A stage refuses its bundle or its port with an {@link IllegalArgumentException}. */
final class Refusal {
    private Refusal() {}

    /** What is started, or what was refused as the mistake of whoever configured it. */
    static <T> T asMistake(Callable<T> start) throws Exception {
        try {
            return start.call();
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()).lines().toList());
        }
    }
}

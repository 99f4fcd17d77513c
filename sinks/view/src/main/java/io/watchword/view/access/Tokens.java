package io.watchword.view.access;

import java.util.List;

/** The tokens that are given out, at the moment. Thread-safe. */
@FunctionalInterface
public interface Tokens {
    List<ApiToken> all();
}

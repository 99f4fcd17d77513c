package io.watchword.contract;

import static java.util.Objects.requireNonNull;

/** What reading a record's bytes gives: its value, or why there is none. */
public sealed interface Decoded<T> {
    /** The bytes were what they should be. */
    record Valid<T>(T value) implements Decoded<T> {
        public Valid {
            requireNonNull(value, "value is null");
        }
    }

    /** They were not; the record belongs in the dead-letter topic. */
    record Invalid<T>(ErrorCode code, String detail) implements Decoded<T> {}
}

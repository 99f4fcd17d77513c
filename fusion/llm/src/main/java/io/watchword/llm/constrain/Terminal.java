package io.watchword.llm.constrain;

import org.jspecify.annotations.Nullable;

/** A part that is written byte by byte, at least one. Says where in it the document stands. */
non-sealed interface Terminal extends Symbol {
    /**
     * Where it stands after one more byte.
     *
     * @param value [0, 255]
     * @return null if the byte cannot come here
     */
    @Nullable Terminal next(int value);

    /** Whether the part may be over here. */
    boolean mayEnd();
}

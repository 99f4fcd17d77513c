package io.watchword.encoders.encode;

import java.io.Serializable;

/** Where a subtask gets its encoders. Travels to the subtask as bytes. */
public interface EncoderSource extends Serializable {
    /**
     * Opens the encoders, or shares those that are open.
     *
     * @throws IllegalArgumentException if the bundle cannot be opened
     */
    EncoderLease acquire();
}

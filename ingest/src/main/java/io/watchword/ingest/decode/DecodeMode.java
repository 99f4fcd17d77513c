package io.watchword.ingest.decode;

/** How much of a picture stream is decoded. */
public enum DecodeMode {
    /** Every frame. */
    ALL_FRAMES,
    /** No loop filter and no frame that no other needs: about two thirds of the time. */
    LIGHT,
    /** Key frames alone: a tenth of the time or less, and no motion field. */
    KEYFRAMES
}

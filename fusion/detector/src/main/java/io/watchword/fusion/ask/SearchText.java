package io.watchword.fusion.ask;

/** Puts text into the space that segments' search vectors live in. */
@FunctionalInterface
public interface SearchText {
    /** Knows no space: windows are then found by words and facts alone. */
    SearchText NONE = text -> new float[0];

    /**
     * The vector of a text, of unit length.
     *
     * @return empty if it has none
     */
    float[] vector(String text);
}

package io.watchword.llm.prompt;

import java.util.Arrays;

/**
 * Where each position of a prompt stands in time, row and column, for decoders that want three
 * coordinates. Words have three equal ones that count up; a picture's are those of its grid, from
 * the next word's place on; the word after it goes on after the largest. Pure.
 *
 * @param axes shape (3, positions): time, row, column
 * @param next all three coordinates of the position after the prompt
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RotaryPositions(long[][] axes, long next) {
    private static final int AXES = 3;

    public static RotaryPositions of(Prompt prompt) {
        return of(prompt, 0);
    }

    /**
     * Of a prompt that goes on where another one ended.
     *
     * @param first all three coordinates of the position after the other one
     */
    public static RotaryPositions of(Prompt prompt, long first) {
        long[][] axes = new long[AXES][prompt.positions()];
        long next = first;
        int at = 0;
        for (Prompt.Piece piece : prompt.pieces()) {
            if (piece instanceof Prompt.Embeds embeds) {
                next = picture(embeds, axes, at, next);
            } else {
                for (int i = 0; i < piece.positions(); i++) {
                    for (long[] axis : axes) {
                        axis[at + i] = next;
                    }
                    next++;
                }
            }
            at += piece.positions();
        }
        return new RotaryPositions(axes, next);
    }

    private static long picture(Prompt.Embeds embeds, long[][] axes, int at, long first) {
        Arrays.fill(axes[0], at, at + embeds.positions(), first);
        for (int i = 0; i < embeds.positions(); i++) {
            axes[1][at + i] = first + i / embeds.columns();
            axes[2][at + i] = first + i % embeds.columns();
        }
        return first + Math.max(embeds.rows(), embeds.columns());
    }
}

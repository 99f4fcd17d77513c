package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import java.util.List;

/**
 * One step from a key frame's pixels, 8 bits a channel, to the pixels that an encoder takes. Steps
 * follow one another; each gives 8 bits a channel again.
 */
public sealed interface ImageStep {
    /** Resizes to exactly this size, whatever the aspect ratio. */
    record Squash(int width, int height, ImageFilter filter) implements ImageStep {
        public Squash {
            positive("squash width", width);
            positive("squash height", height);
        }
    }

    /**
     * Resizes so that the longer side is {@code edge}, larger or smaller. The other side is {@code
     * floor(edge / ratio)}, ratio being width / height or its inverse in double precision, one more
     * if that is odd; at least 1. Above 4096 the longer side is brought down to 4096.
     */
    record LongestEdge(int edge, ImageFilter filter) implements ImageStep {
        public LongestEdge {
            positive("longest edge", edge);
        }
    }

    /**
     * Resizes so that the shorter side is {@code edge}; the other is {@code floor(edge * longer /
     * shorter)}.
     */
    record ShortestEdge(int edge, ImageFilter filter) implements ImageStep {
        public ShortestEdge {
            positive("shortest edge", edge);
        }
    }

    /**
     * Cuts this size out of the middle, starting at {@code floor((side - size) / 2)}; black where
     * the picture is smaller.
     */
    record Crop(int width, int height) implements ImageStep {
        public Crop {
            positive("crop width", width);
            positive("crop height", height);
        }
    }

    /** Puts the picture in the middle of a square of one colour (red, green, blue; 0 to 255). */
    record PadSquare(List<Integer> colour) implements ImageStep {
        public PadSquare {
            colour = List.copyOf(colour);
            checkArgument(
                    colour.size() == 3 && colour.stream().allMatch(c -> c >= 0 && c <= 255),
                    "bundle.json: colour of padding is %s, required three of 0 to 255",
                    colour);
        }
    }

    /**
     * Resizes so that both sides are multiples of {@code factor} and the area lies between the
     * bounds, the ratio as near as that allows: each side over {@code factor} is rounded half to
     * even; above {@code maxPixels} both sides are divided by {@code sqrt(area / maxPixels)} and
     * rounded down, at least one {@code factor} each; below {@code minPixels} multiplied likewise
     * and rounded up.
     */
    record Multiples(int factor, int minPixels, int maxPixels, ImageFilter filter)
            implements ImageStep {
        public Multiples {
            positive("factor", factor);
            checkArgument(
                    minPixels > 0 && maxPixels >= minPixels,
                    "bundle.json: pixels are %s to %s",
                    minPixels,
                    maxPixels);
        }
    }

    private static void positive(String what, int value) {
        checkArgument(value > 0, "bundle.json: %s is %s, required more than 0", what, value);
    }
}

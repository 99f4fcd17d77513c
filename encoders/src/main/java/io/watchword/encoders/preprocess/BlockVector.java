package io.watchword.encoders.preprocess;

import static io.watchword.contract.Checks.checkArgument;

/**
 * One motion vector as FFmpeg exports it.
 *
 * @param source where the block comes from: -1 an earlier picture, 1 a later one
 * @param dstX centre of the block in this picture, pixels; may lie outside
 * @param dstY likewise
 * @param motionX displacement from here to the source, in {@code 1 / motionScale} pixels
 * @param motionY likewise
 */
public record BlockVector(
        int source, int dstX, int dstY, int motionX, int motionY, int motionScale) {
    public BlockVector {
        checkArgument(source == -1 || source == 1, "source of a vector is %d", source);
        checkArgument(motionScale > 0, "scale of a vector is %d", motionScale);
    }
}

package io.watchword.encoders.preprocess;

import io.watchword.contract.bundle.ImageForm;
import io.watchword.contract.bundle.PatchGrid;
import java.nio.FloatBuffer;

/**
 * Makes bytes of a picture into the numbers a published vision encoder takes: {@code (byte *
 * rescale - mean) / std}, each channel by its own mean and deviation. Pure. Thread-safe.
 */
public final class PixelScale {
    private final float[][] values = new float[3][256]; // (channel, byte)

    public PixelScale(ImageForm form) {
        for (int channel = 0; channel < 3; channel++) {
            float mean = form.mean().get(channel).floatValue();
            float std = form.std().get(channel).floatValue();
            for (int value = 0; value < 256; value++) {
                values[channel][value] = ((float) (value * form.rescale()) - mean) / std;
            }
        }
    }

    /**
     * Writes whole planes.
     *
     * @param planes receives shape (3, height, width), row-major, from its position on
     */
    public void writePlanes(RgbImage image, FloatBuffer planes) {
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < image.heightPx(); y++) {
                for (int x = 0; x < image.widthPx(); x++) {
                    planes.put(value(image, channel, x, y));
                }
            }
        }
    }

    /**
     * Writes patches as {@link PatchGrid} says.
     *
     * @param patches receives shape (patches, 3 * temporal * patch * patch), row-major, from its
     *     position on
     */
    public void writePatches(RgbImage image, PatchGrid grid, FloatBuffer patches) {
        int patchPx = grid.patch();
        int merge = grid.merge();
        int blockPx = patchPx * merge;
        for (int top = 0; top < image.heightPx(); top += blockPx) {
            for (int left = 0; left < image.widthPx(); left += blockPx) {
                for (int patch = 0; patch < merge * merge; patch++) {
                    int y = top + patch / merge * patchPx;
                    int x = left + patch % merge * patchPx;
                    writePatch(image, x, y, grid, patches);
                }
            }
        }
    }

    private void writePatch(RgbImage image, int left, int top, PatchGrid grid, FloatBuffer into) {
        for (int channel = 0; channel < 3; channel++) {
            for (int frame = 0; frame < grid.temporal(); frame++) {
                for (int y = 0; y < grid.patch(); y++) {
                    for (int x = 0; x < grid.patch(); x++) {
                        into.put(value(image, channel, left + x, top + y));
                    }
                }
            }
        }
    }

    private float value(RgbImage image, int channel, int x, int y) {
        return values[channel][image.rgb()[3 * (y * image.widthPx() + x) + channel] & 0xff];
    }
}

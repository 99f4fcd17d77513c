package io.watchword.contract;

import static java.util.Objects.requireNonNull;

/**
 * What the source's picture is, as shown.
 *
 * @param widthPx after rotation
 * @param frameRateHz average; 0 where unknown
 * @param codec FFmpeg's name of the codec
 * @param rotationDegrees clockwise turn that was applied: 0, 90, 180 or 270
 */
public record VideoInfo(
        int widthPx, int heightPx, float frameRateHz, String codec, int rotationDegrees) {
    public VideoInfo {
        requireNonNull(codec, "codec is null");
    }
}

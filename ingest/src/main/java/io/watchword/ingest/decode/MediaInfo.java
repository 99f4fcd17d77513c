package io.watchword.ingest.decode;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.VideoInfo;
import java.util.Optional;

/**
 * What a source declares about itself before anything is decoded.
 *
 * @param durationUs negative where unknown; a hint, files are wrong about it
 * @param video empty where there is no moving picture
 * @param createdUnixUs when it was recorded, by its own tags
 */
public record MediaInfo(
        long durationUs,
        Optional<VideoInfo> video,
        boolean hasAudio,
        Optional<Long> createdUnixUs) {
    public MediaInfo {
        requireNonNull(video, "video is null");
        requireNonNull(createdUnixUs, "createdUnixUs is null");
    }
}

package io.watchword.ingest;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Profile;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.HardwareDecode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code ingest} section of pipeline.yaml.
 *
 * @param profiles what each kind of source gets; every profile is there
 * @param parallelFiles files read at the same time by one worker, one decoder process each
 * @param maxInFlightBytes of one stream, handed to Kafka and not yet acknowledged. Beyond, files
 *     wait and live streams shed
 * @param hardware where pictures are decoded; software where the machine does not have it
 */
public record IngestConfig(
        Map<Profile, ProfileConfig> profiles,
        Limits limits,
        Live live,
        Egress egress,
        Recording recording,
        Decoder decoder,
        int parallelFiles,
        long maxInFlightBytes,
        HardwareDecode hardware) {
    /**
     * What no source may exceed.
     *
     * @param maxPixels largest picture that is decoded, width times height
     * @param maxStreams most streams a container may declare
     * @param probeBytes most bytes read to find out what a source is
     * @param analyzeDuration most media time read to find out what a source is
     * @param readTimeout longest wait for one read of a file
     * @param maxPlaylistBytes largest playlist that is read
     * @param maxDownloadBytes largest file that is fetched over HTTP
     */
    public record Limits(
            long maxPixels,
            int maxStreams,
            long probeBytes,
            Duration analyzeDuration,
            Duration readTimeout,
            long maxPlaylistBytes,
            long maxDownloadBytes) {
        public Limits {
            requireNonNull(analyzeDuration, "ingest.limits.analyzeDuration is missing");
            requireNonNull(readTimeout, "ingest.limits.readTimeout is missing");
            positive("limits.maxPixels", maxPixels);
            positive("limits.maxStreams", maxStreams);
            positive("limits.maxPlaylistBytes", maxPlaylistBytes);
            positive("limits.maxDownloadBytes", maxDownloadBytes);
        }
    }

    /**
     * How live sources are watched and come back.
     *
     * @param connectTimeout longest wait for a connection
     * @param firstFrameTimeout longest wait for the first decoded frame after that
     * @param stallTimeout longest time without a decoded frame
     * @param minBackoff longest wait before the first try again; doubles with each one
     * @param maxBackoff longest wait before any try; each wait is random between 0 and its longest
     * @param healthyAfter a connection that lasted this long starts the waits anew
     * @param authBackoff wait after a refused password: cameras lock out who tries often
     * @param terminateGrace time between SIGTERM and SIGKILL
     * @param maxHole longest span without frames that a segment may bridge
     */
    public record Live(
            Duration connectTimeout,
            Duration firstFrameTimeout,
            Duration stallTimeout,
            Duration minBackoff,
            Duration maxBackoff,
            Duration healthyAfter,
            Duration authBackoff,
            Duration terminateGrace,
            Duration maxHole) {
        public Live {
            positive("live.connectTimeout", connectTimeout);
            positive("live.firstFrameTimeout", firstFrameTimeout);
            positive("live.stallTimeout", stallTimeout);
            positive("live.minBackoff", minBackoff);
            positive("live.maxBackoff", maxBackoff);
            positive("live.healthyAfter", healthyAfter);
            positive("live.authBackoff", authBackoff);
            positive("live.terminateGrace", terminateGrace);
            positive("live.maxHole", maxHole);
        }
    }

    /**
     * Which addresses sources may reach beyond the public ones. Metadata services never.
     *
     * @param allow ranges as {@code CIDR} or {@code CIDR:port}, for every stream
     * @param certificates PEM file of authorities to trust for https and rtsps beside Java's own
     */
    public record Egress(List<String> allow, Optional<String> certificates) {
        public Egress {
            allow = List.copyOf(allow);
            requireNonNull(certificates, "ingest.egress.certificates is null");
        }
    }

    /**
     * Where original packets of recorded streams are kept.
     *
     * @param fileLength media time of one recorded file
     * @param maxAge older files are deleted
     * @param maxBytes of all recordings; the oldest files are deleted beyond
     * @param directory of the media store; empty for {@code media} in the data directory
     * @param s3 bucket of an S3-compatible store that is used instead of a directory
     */
    public record Recording(
            Duration fileLength,
            Duration maxAge,
            long maxBytes,
            Optional<String> directory,
            Optional<S3> s3) {
        public Recording {
            positive("recording.fileLength", fileLength);
            positive("recording.maxAge", maxAge);
            positive("recording.maxBytes", maxBytes);
            requireNonNull(directory, "ingest.recording.directory is null");
            requireNonNull(s3, "ingest.recording.s3 is null");
        }
    }

    /**
     * An S3-compatible store.
     *
     * @param accessKey name of the environment variable that holds it; likewise secretKey
     */
    public record S3(
            String endpoint, String region, String bucket, String accessKey, String secretKey) {}

    /**
     * How decoder processes are confined.
     *
     * @param sandbox {@code auto} takes the strongest the system offers; {@code required} refuses
     *     to decode with less than no network; {@code off}
     * @param maxMemoryBytes private memory that one may take
     * @param maxFailures times a segment may end the decoder before it is left out as poison
     */
    public record Decoder(String sandbox, long maxMemoryBytes, int maxFailures) {
        public Decoder {
            checkArgument(
                    List.of("auto", "required", "off").contains(sandbox),
                    "ingest.decoder.sandbox is \"%s\", required auto, required or off",
                    sandbox);
            positive("decoder.maxMemoryBytes", maxMemoryBytes);
            positive("decoder.maxFailures", maxFailures);
        }
    }

    public static final IngestConfig DEFAULT =
            new IngestConfig(
                    defaults(),
                    new Limits(
                            3840L * 2160,
                            16,
                            2L << 20,
                            Duration.ofSeconds(3),
                            Duration.ofSeconds(30),
                            1L << 20,
                            16L << 30),
                    new Live(
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(15),
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(60),
                            Duration.ofMinutes(5),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(2)),
                    new Egress(List.of(), Optional.empty()),
                    new Recording(
                            Duration.ofSeconds(30),
                            Duration.ofDays(7),
                            50L << 30,
                            Optional.empty(),
                            Optional.empty()),
                    new Decoder("auto", 1L << 30, 2),
                    1,
                    32L << 20,
                    HardwareDecode.NONE);

    public IngestConfig {
        profiles = Map.copyOf(profiles);
        for (Profile profile : Profile.values()) {
            requireNonNull(
                    profiles.get(profile), "ingest.profiles." + profile.text() + " is missing");
        }
        requireNonNull(limits, "ingest.limits is missing");
        requireNonNull(live, "ingest.live is missing");
        requireNonNull(egress, "ingest.egress is missing");
        requireNonNull(recording, "ingest.recording is missing");
        requireNonNull(decoder, "ingest.decoder is missing");
        requireNonNull(hardware, "ingest.hardware is missing");
        positive("parallelFiles", parallelFiles);
        positive("maxInFlightBytes", maxInFlightBytes);
    }

    private static Map<Profile, ProfileConfig> defaults() {
        Map<Profile, ProfileConfig> profiles = new EnumMap<>(Profile.class);
        for (Profile profile : Profile.values()) {
            profiles.put(profile, ProfileConfig.of(profile));
        }
        return profiles;
    }

    public ProfileConfig profile(Profile profile) {
        return requireNonNull(profiles.get(profile), "no such profile");
    }

    /** How sources of a profile are decoded. */
    public DecodeConfig decode(Profile profile) {
        ProfileConfig of = profile(profile);
        return new DecodeConfig(
                of.segmentLength(),
                of.keyframeLongSidePx(),
                of.keyframeQuantiser(),
                of.maxCutsPerSegment(),
                limits.maxPixels(),
                limits.maxStreams(),
                limits.probeBytes(),
                limits.analyzeDuration(),
                limits.readTimeout(),
                of.mode(),
                hardware,
                live.maxHole(),
                of.restful());
    }

    private static void positive(String key, long value) {
        checkArgument(value > 0, "ingest.%s is not positive: %d", key, value);
    }

    private static void positive(String key, Duration value) {
        requireNonNull(value, "ingest." + key + " is missing");
        checkArgument(
                !value.isNegative() && !value.isZero(),
                "ingest.%s is not positive: %s",
                key,
                value);
    }
}

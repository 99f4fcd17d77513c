package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is to be watched: the record on the compacted topic {@code streams}, keyed by stream id. A
 * tombstone removes the stream.
 *
 * @param source path or address. Secrets are names in it, never values: {@code
 *     rtsp://user:${secret:yard}@host/1} or {@code ${ENVIRONMENT_VARIABLE}}
 * @param options what the source's kind takes, for example {@code transport=udp}
 * @param allow addresses beyond the public ones that this stream may reach: {@code CIDR[:port]}, or
 *     {@code host:port} for the host that its operator named
 * @param folder stream id of the folder in which the file was found; empty for what people added
 * @param owner empty for a stream that stays until it is removed; otherwise the run that brought it
 *     and ends it
 */
public record StreamSpec(
        String streamId,
        String source,
        Profile profile,
        Map<String, String> options,
        List<String> allow,
        Optional<String> folder,
        String owner) {
    private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}._-]{1,200}");

    public StreamSpec {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(source, "source is null");
        requireNonNull(profile, "profile is null");
        requireNonNull(folder, "folder is null");
        requireNonNull(owner, "owner is null");
        options = Map.copyOf(options);
        allow = List.copyOf(allow);
        checkArgument(
                isStreamId(streamId),
                "stream id \"%s\", required 1 to 200 letters, digits, dots, underscores or hyphens",
                streamId);
        checkArgument(!source.isBlank(), "source is blank");
    }

    public static boolean isStreamId(String text) {
        return ID.matcher(text).matches();
    }
}

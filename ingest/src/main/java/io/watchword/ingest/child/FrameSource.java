package io.watchword.ingest.child;

import static io.watchword.contract.Checks.checkState;

import io.watchword.ingest.fetch.MediaFormat;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The bytes of a source as they arrive in frames, and what its decoder is told meanwhile. Not
 * thread-safe: the reading thread owns it.
 */
public final class FrameSource {
    private final DataInputStream in;
    private final InputFrames.Frame.Format format;
    private ShedLevel level = ShedLevel.NOTHING;
    private boolean finished;

    private FrameSource(DataInputStream in, InputFrames.Frame.Format format) {
        this.in = in;
        this.format = format;
    }

    /** Waits for the first frame; empty if nothing comes. */
    public static Optional<FrameSource> open(DataInputStream in) throws IOException {
        Optional<InputFrames.Frame> first = InputFrames.read(in);
        ShedLevel level = ShedLevel.NOTHING;
        while (first.isPresent() && first.get() instanceof InputFrames.Frame.Shed shed) {
            level = shed.level();
            first = InputFrames.read(in);
        }
        if (first.isPresent() && first.get() instanceof InputFrames.Frame.Format format) {
            FrameSource source = new FrameSource(in, format);
            source.level = level;
            return Optional.of(source);
        }
        return Optional.empty();
    }

    public MediaFormat format() {
        return format.format();
    }

    /** Session description for {@link MediaFormat#RTP}, else empty. */
    public byte[] header() {
        return format.header();
    }

    /** Waits for the next bytes; empty at the end. */
    public Optional<byte[]> next() throws IOException {
        while (!finished) {
            Optional<InputFrames.Frame> frame = InputFrames.read(in);
            if (frame.isEmpty() || frame.get() instanceof InputFrames.Frame.Finish) {
                finished = true;
            } else if (frame.get() instanceof InputFrames.Frame.Media media) {
                if (media.bytes().length > 0) {
                    return Optional.of(media.bytes());
                }
            } else if (frame.get() instanceof InputFrames.Frame.Shed shed) {
                level = shed.level();
            } else {
                checkState(false, "the source's format is told twice");
            }
        }
        return Optional.empty();
    }

    /** What the decoder was last told to leave out. */
    public ShedLevel level() {
        return level;
    }
}

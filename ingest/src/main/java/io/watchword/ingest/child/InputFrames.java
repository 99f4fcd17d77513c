package io.watchword.ingest.child;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.watchword.ingest.fetch.MediaFormat;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a decoder process reads on its standard input when it does not read a file: frames of length
 * (4 bytes, big-endian, of the payload), type (1 byte) and payload.
 */
public final class InputFrames {
    /** No payload is longer: a packet of RTP over TCP has at most 64 KiB. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int FORMAT = 1;
    private static final int MEDIA = 2;
    private static final int SHED = 3;
    private static final int FINISH = 4;

    private InputFrames() {}

    /** One frame. */
    public sealed interface Frame {
        /** The first: what the bytes are. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Format(MediaFormat format, byte[] header) implements Frame {}

        /** Bytes of the source. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Media(byte[] bytes) implements Frame {}

        /** What to leave out from now on. */
        record Shed(ShedLevel level) implements Frame {}

        /** Nothing follows. */
        record Finish() implements Frame {}
    }

    public static void format(DataOutputStream out, MediaFormat format, byte[] header)
            throws IOException {
        checkArgument(
                header.length < MAX_BYTES / 2,
                "header has %d bytes, required less than %d",
                header.length,
                MAX_BYTES / 2);
        byte[] name = format.name().getBytes(US_ASCII);
        head(out, FORMAT, 1 + name.length + header.length);
        out.writeByte(name.length);
        out.write(name);
        out.write(header);
    }

    public static void media(DataOutputStream out, byte[] bytes, int offset, int length)
            throws IOException {
        head(out, MEDIA, length);
        out.write(bytes, offset, length);
    }

    public static void shed(DataOutputStream out, ShedLevel level) throws IOException {
        byte[] name = level.name().getBytes(US_ASCII);
        head(out, SHED, name.length);
        out.write(name);
    }

    public static void finish(DataOutputStream out) throws IOException {
        head(out, FINISH, 0);
    }

    private static void head(DataOutputStream out, int type, int length) throws IOException {
        out.writeInt(length);
        out.writeByte(type);
    }

    /** Reads the next frame; empty at the end of the stream. */
    public static Optional<Frame> read(DataInputStream in) throws IOException {
        try {
            int length = in.readInt();
            int type = in.readUnsignedByte();
            if (length < 0 || length > MAX_BYTES) {
                throw new IOException("a frame of " + length + " bytes, at most " + MAX_BYTES);
            }
            byte[] payload = new byte[length];
            in.readFully(payload);
            return Optional.of(frame(type, payload));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    private static Frame frame(int type, byte[] payload) throws IOException {
        try {
            return switch (type) {
                case FORMAT -> format(payload);
                case MEDIA -> new Frame.Media(payload);
                case SHED -> new Frame.Shed(ShedLevel.valueOf(new String(payload, US_ASCII)));
                case FINISH -> new Frame.Finish();
                default -> throw new IOException("a frame of type " + type + ", required 1 to 4");
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("a frame of type " + type + " that means nothing", e);
        }
    }

    private static Frame format(byte[] payload) {
        int header = 1 + payload[0];
        String name = new String(payload, 1, header - 1, US_ASCII);
        return new Frame.Format(
                MediaFormat.valueOf(name), Arrays.copyOfRange(payload, header, payload.length));
    }
}

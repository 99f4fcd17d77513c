package io.watchword.ingest.testing;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The RTP packets of a clip, to be sent again and again: from one pass to the next, sequence
 * numbers and timestamps go on.
 *
 * @param lengthUs of one pass
 */
public record RtpRecording(List<Medium> media, List<Packet> packets, long lengthUs) {
    /**
     * One medium of the clip.
     *
     * @param description its lines of the session description, without its control address
     * @param packets of one pass
     * @param startUs when its first packet is due
     */
    public record Medium(
            String description,
            int clockHz,
            long packets,
            long startUs,
            int firstTimestamp,
            int ssrc) {
        int payloadType() {
            return Integer.parseInt(description.split("[ \r\n]", 5)[3]);
        }
    }

    /**
     * One packet as it was recorded.
     *
     * @param dueUs when it is sent, from the beginning of a pass
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Packet(int medium, long dueUs, byte[] bytes) {}

    public RtpRecording {
        media = List.copyOf(media);
        packets = List.copyOf(packets);
    }

    /** Packs a clip, as it is encoded, into RTP: its first pictures and its first sound. */
    public static RtpRecording of(Path clip) {
        return RtpRecorder.record(clip);
    }

    /** The same, but with the payload type of the first medium for all, as some cameras do. */
    public RtpRecording sharingPayloadType() {
        int shared = media.get(0).payloadType();
        List<Medium> others = new ArrayList<>();
        for (Medium one : media) {
            String own = one.description().replace(" " + one.payloadType(), " " + shared);
            own = own.replace(":" + one.payloadType() + " ", ":" + shared + " ");
            others.add(
                    new Medium(
                            own,
                            one.clockHz(),
                            one.packets(),
                            one.startUs(),
                            one.firstTimestamp(),
                            one.ssrc()));
        }
        List<Packet> changed = new ArrayList<>();
        for (Packet packet : packets) {
            byte[] bytes = packet.bytes().clone();
            bytes[1] = (byte) ((bytes[1] & 0x80) | shared);
            changed.add(new Packet(packet.medium(), packet.dueUs(), bytes));
        }
        return new RtpRecording(others, changed, lengthUs);
    }

    /** The medium of the packet that is sent as this one, from 0. */
    public int medium(long index) {
        return packet(index).medium();
    }

    /** When the packet is due, from the beginning of the first pass. */
    public long dueUs(long index) {
        return index / packets.size() * lengthUs + packet(index).dueUs();
    }

    public int size(long index) {
        return packet(index).bytes().length;
    }

    /** Writes the packet as it is sent. */
    public void write(long index, ByteBuffer to) {
        Packet packet = packet(index);
        Medium medium = media.get(packet.medium());
        long pass = index / packets.size();
        int at = to.position();
        to.put(packet.bytes());
        short number = to.getShort(at + 2);
        to.putShort(at + 2, (short) (number + pass * medium.packets()));
        to.putInt(at + 4, to.getInt(at + 4) + (int) ticks(pass * lengthUs, medium));
    }

    /** The packet as it is sent. */
    public byte[] bytes(long index) {
        ByteBuffer buffer = ByteBuffer.allocate(size(index));
        write(index, buffer);
        return buffer.array();
    }

    /** The timestamp of a medium at a time of the sender. */
    int timestampAt(int medium, long elapsedUs) {
        Medium of = media.get(medium);
        return of.firstTimestamp() + (int) ticks(elapsedUs - of.startUs(), of);
    }

    private static long ticks(long us, Medium medium) {
        return Math.floorDiv(us * medium.clockHz(), 1_000_000L);
    }

    private Packet packet(long index) {
        return packets.get((int) (index % packets.size()));
    }
}

package io.watchword.ingest.decode;

import java.nio.ByteBuffer;

/**
 * Reads from a packet's first bytes whether another picture may refer to the one in it. What it
 * does not understand it takes for needed.
 */
public enum PictureCode {
    /** NAL units behind start codes. */
    H264 {
        @Override
        boolean settles(int unit) {
            return (unit & 31) == 1 || (unit & 31) == 5; // a slice
        }

        @Override
        boolean isSpare(ByteBuffer packet, int at) {
            return (packet.get(at) & 0x60) == 0; // nal_ref_idc
        }
    },
    H265 {
        @Override
        boolean settles(int unit) {
            int type = unit >> 1 & 63;
            return type < 10 || (type >= 16 && type <= 21); // slices
        }

        @Override
        boolean isSpare(ByteBuffer packet, int at) {
            int type = packet.get(at) >> 1 & 63;
            return type < 16 && (type & 1) == 0; // TRAIL_N and the like
        }
    },
    MPEG2 {
        @Override
        boolean settles(int unit) {
            return unit == 0;
        }

        @Override
        boolean isSpare(ByteBuffer packet, int at) {
            return at + 2 < packet.limit() && (packet.get(at + 2) >> 3 & 7) == 3; // a B picture
        }
    },
    MPEG4 {
        @Override
        boolean settles(int unit) {
            return unit == 0xB6;
        }

        @Override
        boolean isSpare(ByteBuffer packet, int at) {
            return at + 1 < packet.limit() && (packet.get(at + 1) >> 6 & 3) == 2; // a B picture
        }
    };

    private static final int MAX_BYTES = 4096;

    /** Whether the picture's kind can be told from the unit with this first byte. */
    abstract boolean settles(int unit);

    /** Whether the picture of that unit is one that no other needs. */
    abstract boolean isSpare(ByteBuffer packet, int at);

    /**
     * Whether no other picture needs this packet's.
     *
     * @param lengthBytes of the lengths before units, as MP4 stores H.264; 0 where start codes
     *     divide them
     */
    public boolean disposable(ByteBuffer packet, int lengthBytes) {
        int end = Math.min(packet.limit(), MAX_BYTES);
        return lengthBytes == 0 ? byStartCodes(packet, end) : byLengths(packet, lengthBytes, end);
    }

    private boolean byStartCodes(ByteBuffer packet, int end) {
        for (int i = 3; i < end; i++) {
            boolean start =
                    packet.get(i - 1) == 1 && packet.get(i - 2) == 0 && packet.get(i - 3) == 0;
            if (start && settles(packet.get(i) & 255)) {
                return isSpare(packet, i);
            }
        }
        return false;
    }

    private boolean byLengths(ByteBuffer packet, int lengthBytes, int end) {
        long at = 0;
        while (at + lengthBytes < end) {
            long length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = (length << 8) | (packet.get((int) at + i) & 255);
            }
            int unit = (int) at + lengthBytes;
            if (settles(packet.get(unit) & 255)) {
                return isSpare(packet, unit);
            }
            at = unit + length;
        }
        return false;
    }
}

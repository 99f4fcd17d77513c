package io.watchword.ingest.testing;

import java.io.ByteArrayOutputStream;

/** Writes H.264 parameter sets (ITU-T H.264, 7.3.2.1). Not thread-safe. */
final class H264Headers {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int pending;
    private int bits;

    private H264Headers() {}

    /** A sequence parameter set, baseline profile, of a picture so many macroblocks large. */
    static byte[] sequence(int acrossMb, int downMb) {
        H264Headers set = new H264Headers();
        set.put(0x67, 8); // a sequence parameter set
        set.put(66, 8); // baseline
        set.put(0, 8);
        set.put(62, 8); // level 6.2
        set.count(0); // its number
        set.count(0); // log2_max_frame_num - 4
        set.count(2); // pictures come in output order
        set.count(1); // reference frames
        set.put(0, 1);
        set.count(acrossMb - 1);
        set.count(downMb - 1);
        set.put(1, 1); // frames only
        set.put(1, 1); // direct_8x8_inference
        set.put(0, 2); // neither cropping nor usability information
        set.put(1, 1);
        while (set.bits != 0) {
            set.put(0, 1);
        }
        return set.out.toByteArray();
    }

    private void put(int value, int width) {
        for (int i = width - 1; i >= 0; i--) {
            pending = (pending << 1) | ((value >> i) & 1);
            if (++bits == 8) {
                out.write(pending);
                pending = 0;
                bits = 0;
            }
        }
    }

    /** Exp-Golomb. */
    private void count(int value) {
        int width = 32 - Integer.numberOfLeadingZeros(value + 1);
        put(0, width - 1);
        put(value + 1, width);
    }
}

package io.watchword.llm.remote;

/** 32-bit floating point to 16 bits, to the nearest value, to the even one of two. Pure. */
final class HalfPrecision {
    private static final int F16_INFINITY = 0x7c00;
    private static final int F16_LEAST_EXPONENT = -24; // of its smallest number, 2^-24

    private HalfPrecision() {}

    /** Upper half of the 32 bits (bfloat16); a NaN stays one. */
    static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** IEEE 754 binary16; what is too large becomes infinite. */
    static short float16(float value) {
        int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
        if (Float.isNaN(value)) {
            return (short) (sign | F16_INFINITY | 0x200);
        }
        float size = Math.abs(value);
        if (size >= 65_520) { // halfway between the largest and the one that would follow
            return (short) (sign | F16_INFINITY);
        }
        int exponent = Math.max(Math.getExponent(size), -14);
        // In units of the last place: 2^(exponent - 10), at least 2^-24. The product is exact.
        double units = Math.rint(size * Math.scalb(1.0, 10 - exponent));
        int biased = exponent - 10 - F16_LEAST_EXPONENT; // 0 for the least normal and below
        return (short) (sign | ((biased << 10) + (int) units));
    }
}

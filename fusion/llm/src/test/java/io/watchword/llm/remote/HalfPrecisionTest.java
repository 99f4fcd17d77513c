package io.watchword.llm.remote;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.platform.Fp16Conversions;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
    @Test
    void everyHalfComesBackAsItself() {
        for (int bits = 0; bits < 0x10000; bits++) {
            short half = (short) bits;
            float wide = Fp16Conversions.fp16ToFloat(half);
            if (!Float.isNaN(wide)) {
                assertThat(HalfPrecision.float16(wide)).as("%x", bits).isEqualTo(half);
            }
            float brain = Float.intBitsToFloat(bits << 16);
            if (!Float.isNaN(brain)) {
                assertThat(HalfPrecision.bfloat16(brain)).as("%x", bits).isEqualTo(half);
            }
        }
    }

    @Test
    void betweenTwoHalvesTheNearestIsTakenAndOfEqualsTheEven() {
        for (int bits = 0; bits < 0x7bff; bits++) {
            float low = Fp16Conversions.fp16ToFloat((short) bits);
            float high = Fp16Conversions.fp16ToFloat((short) (bits + 1));
            float middle = (low + high) / 2; // exact
            int even = bits + (bits & 1);

            assertThat(HalfPrecision.float16(middle)).as("%x", bits).isEqualTo((short) even);
            assertThat(HalfPrecision.float16(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(HalfPrecision.float16(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
        }
    }

    @Test
    void roundsToBrainFloatsAsTheRuntimeDoes() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (!Float.isNaN(value)) {
                assertThat(HalfPrecision.bfloat16(value))
                        .as("%s", value)
                        .isEqualTo(Fp16Conversions.floatToBf16(value));
            }
        }
    }

    @Test
    void whatIsTooLargeIsInfiniteAndWhatIsNoNumberStaysNone() {
        assertThat(HalfPrecision.float16(65_519)).isEqualTo((short) 0x7bff);
        assertThat(HalfPrecision.float16(65_520)).isEqualTo((short) 0x7c00);
        assertThat(HalfPrecision.float16(-1e30f)).isEqualTo((short) 0xfc00);
        assertThat(Fp16Conversions.fp16ToFloat(HalfPrecision.float16(Float.NaN))).isNaN();
        assertThat(Float.intBitsToFloat(HalfPrecision.bfloat16(Float.NaN) << 16)).isNaN();
    }
}

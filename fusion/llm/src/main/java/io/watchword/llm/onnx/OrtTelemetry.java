package io.watchword.llm.onnx;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Keeps ONNX Runtime from reporting its use to its maker. On Linux and macOS it does so from 1.29
 * on unless {@code ORT_DISABLE_TELEMETRY} stands in the environment when its first session opens;
 * the same code ends the process when the command line is longer than about 4000 characters. Start
 * scripts should export the variable; this sets it where they did not.
 */
public final class OrtTelemetry {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private OrtTelemetry() {}

    /** Must run before anything else in this JVM touches ONNX Runtime; again does no harm. */
    public static void disable() {
        if (System.getenv(VARIABLE) == null && !Platform.isWindows()) {
            // Java cannot change its own environment, the C library can.
            NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
                    .getFunction("setenv")
                    .invokeInt(new Object[] {VARIABLE, "1", 1});
        }
    }
}

package io.watchword.encoders.onnx;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Keeps ONNX Runtime from sending usage reports. From 1.29 on it does so outside Windows, and keeps
 * a device id on disk, unless the variable is in the environment when the first session opens. The
 * same code runs a recursive pattern over the command line: some thousand characters of class path
 * overflow the stack of a Java thread and end the process without a word.
 */
public final class OrtTelemetry {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private OrtTelemetry() {}

    /** Comes before the first use of ONNX Runtime in this process; later it changes nothing. */
    public static void disable() {
        if (!Platform.isWindows() && System.getenv(VARIABLE) == null) {
            // Java has no way to set a variable of its own process.
            NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
                    .getFunction("setenv")
                    .invokeInt(new Object[] {VARIABLE, "1", 1});
        }
    }
}

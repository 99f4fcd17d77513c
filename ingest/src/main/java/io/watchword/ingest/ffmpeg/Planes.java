package io.watchword.ingest.ffmpeg;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Copies the planes of pictures between native memory and arrays, without the rows' padding. */
final class Planes {
    private Planes() {}

    /**
     * @param to (height, width), row-major
     */
    static void read(AVFrame frame, int plane, int width, int height, byte[] to) {
        ByteBuffer rows = rows(frame, plane, width, height);
        int stride = frame.linesize(plane);
        for (int y = 0; y < height; y++) {
            rows.position(y * stride).get(to, y * width, width);
        }
    }

    /**
     * @param from (height, width), row-major
     */
    static void write(AVFrame frame, int plane, int width, int height, byte[] from) {
        ByteBuffer rows = rows(frame, plane, width, height);
        int stride = frame.linesize(plane);
        for (int y = 0; y < height; y++) {
            rows.position(y * stride).put(from, y * width, width);
        }
    }

    private static ByteBuffer rows(AVFrame frame, int plane, int width, int height) {
        BytePointer data = frame.data(plane);
        return data.capacity((long) frame.linesize(plane) * (height - 1) + width).asByteBuffer();
    }
}

package io.watchword.ingest.ffmpeg;

import static io.watchword.contract.Checks.checkState;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * Makes small clips for tests: pictures and sound are functions, the {@code ffmpeg} program that
 * lies in FFmpeg's own jar encodes them.
 */
public final class TestClip {
    /** Brightness of a pixel, 0 to 255. */
    @FunctionalInterface
    public interface Painter {
        int luma(int frame, int x, int y);
    }

    private final List<String> inputOptions = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private int width;
    private int height;
    private int frames;
    private double fps = 30;
    private @Nullable Painter painter;
    private double soundSeconds;
    private int soundHz = 48_000;
    private @Nullable DoubleUnaryOperator wave;
    private double soundFromSeconds;

    private TestClip() {}

    public static TestClip make() {
        return new TestClip();
    }

    public TestClip video(int widthPx, int heightPx, int count, Painter pixels) {
        width = widthPx;
        height = heightPx;
        frames = count;
        painter = pixels;
        return this;
    }

    public TestClip fps(double value) {
        fps = value;
        return this;
    }

    /** Sound as a function of seconds, -1 to 1. */
    public TestClip sound(double seconds, DoubleUnaryOperator function) {
        soundSeconds = seconds;
        wave = function;
        return this;
    }

    public TestClip soundHz(int value) {
        soundHz = value;
        return this;
    }

    public TestClip soundFrom(double seconds) {
        soundFromSeconds = seconds;
        return this;
    }

    /** Options of the program for the picture input, for example its display rotation. */
    public TestClip input(String... words) {
        inputOptions.addAll(Arrays.asList(words));
        return this;
    }

    /** Options of the program for the output: codecs, filters. */
    public TestClip with(String... words) {
        options.addAll(Arrays.asList(words));
        return this;
    }

    /** Writes the clip; the extension says which container. */
    public Path write(Path file) {
        try {
            Path folder = Files.createTempDirectory("clip");
            List<String> command = new ArrayList<>();
            command.addAll(List.of(Loader.load(ffmpeg.class), "-v", "error", "-nostdin", "-y"));
            Path pictures = folder.resolve("pictures");
            Path samples = folder.resolve("samples");
            if (painter != null) {
                paint(painter, pictures);
                command.addAll(List.of("-f", "rawvideo", "-pix_fmt", "gray"));
                command.addAll(List.of("-s", width + "x" + height, "-r", Double.toString(fps)));
                command.addAll(inputOptions);
                command.addAll(List.of("-i", pictures.toString()));
            }
            if (wave != null) {
                play(wave, samples);
                command.addAll(List.of("-f", "s16le", "-ar", Integer.toString(soundHz)));
                command.addAll(List.of("-ac", "1"));
                command.addAll(List.of("-itsoffset", Double.toString(soundFromSeconds)));
                command.addAll(List.of("-i", samples.toString()));
            }
            if (painter != null) {
                command.addAll(List.of("-pix_fmt", "yuv420p", "-c:v", "mpeg4", "-q:v", "2"));
            }
            command.addAll(options);
            command.add(file.toString());
            run(command);
            Files.deleteIfExists(pictures);
            Files.deleteIfExists(samples);
            Files.delete(folder);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the program with these words, in place of a whole recipe. */
    public static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.onExit().join().exitValue();
        checkState(exit == 0, "ffmpeg ended with %d: %s", exit, said);
    }

    private void paint(Painter pixels, Path to) throws IOException {
        byte[] row = new byte[width];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 20)) {
            for (int frame = 0; frame < frames; frame++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        row[x] = (byte) pixels.luma(frame, x, y);
                    }
                    out.write(row);
                }
            }
        }
    }

    private void play(DoubleUnaryOperator function, Path to) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
            for (int i = 0; i < soundSeconds * soundHz; i++) {
                int sample = (int) Math.round(function.applyAsDouble((double) i / soundHz) * 32767);
                out.write(sample);
                out.write(sample >> 8);
            }
        }
    }
}

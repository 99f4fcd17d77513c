package io.watchword.bench;

import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import io.watchword.ingest.motion.StepSampler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/**
 * One rendered clip: what is shown, and how it is stored.
 *
 * @param speed how far things move in a sixth of a second, pixels at 640 wide
 * @param sigma of the noise, of 255
 */
record MotionClip(
        MovingScene.Kind kind,
        int widthPx,
        int heightPx,
        int fps,
        double speed,
        double sigma,
        Codec codec,
        Quality quality,
        long seed) {
    private static final double SECONDS = 2;

    /** The encoders in the libraries that ship. */
    enum Codec {
        MPEG4("mp4"),
        H264("mp4"),
        MJPEG("avi"),
        VP8("webm");

        private final String extension;

        Codec(String extension) {
            this.extension = extension;
        }
    }

    /** Of the compression. */
    enum Quality {
        GOOD,
        FAIR,
        POOR
    }

    /** Encodes the clip, reads it as ingest does and compares. */
    void measure(Path folder, MotionScore score) throws IOException {
        Path file = folder.resolve("clip." + codec.extension);
        MovingScene scene = new MovingScene(widthPx, heightPx, kind, speed, sigma, seed);
        encode(scene, file);
        List<MotionField> fields = new ArrayList<>();
        ReadResult result =
                FileSegmentReader.read(
                        file,
                        "bench",
                        "clip",
                        DecodeConfig.DEFAULT,
                        segment -> collect(segment, fields));
        if (result instanceof ReadResult.Failed failed) {
            throw new IllegalStateException(this + ": " + failed.detail());
        }
        Files.delete(file);
        compare(scene, fields.get(0), score);
    }

    private static void collect(Segment segment, List<MotionField> fields) {
        segment.motion().ifPresent(fields::add);
    }

    private int frames() {
        return (int) Math.round(SECONDS * fps);
    }

    private void compare(MovingScene scene, MotionField field, MotionScore score) {
        StepSampler sampler = new StepSampler();
        double before = -1;
        for (int frame = 0; frame < frames(); frame++) {
            long step = sampler.offer(frame * 1_000_000L / fps);
            if (step == StepSampler.NONE) {
                continue;
            }
            double now = (double) frame / fps;
            if (before >= 0 && step < field.steps()) {
                score.step(scene, field, (int) step, before, now);
            }
            before = now;
        }
    }

    private void encode(MovingScene scene, Path file) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(Loader.load(ffmpeg.class), "-v", "error", "-y"));
        command.addAll(List.of("-f", "rawvideo", "-pix_fmt", "yuv420p"));
        command.addAll(List.of("-s", widthPx + "x" + heightPx, "-r", Integer.toString(fps)));
        command.addAll(List.of("-i", "pipe:0", "-threads", "1"));
        command.addAll(options());
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] luma = new byte[widthPx * heightPx];
        byte[] grey = new byte[2 * ((widthPx + 1) / 2) * ((heightPx + 1) / 2)];
        Arrays.fill(grey, (byte) 128);
        try (OutputStream out = process.getOutputStream()) {
            for (int frame = 0; frame < frames(); frame++) {
                scene.draw((double) frame / fps, frame, luma);
                out.write(luma);
                out.write(grey);
            }
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new IllegalStateException(this + ": ffmpeg ended with " + exit + ": " + said);
        }
    }

    private List<String> options() {
        return switch (codec) {
            case MPEG4 -> List.of("-c:v", "mpeg4", "-g", "50", "-q:v", pick("2", "7", "20"));
            case MJPEG ->
                    List.of("-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", pick("3", "9", "24"));
            case H264 -> List.of("-c:v", "libopenh264", "-g", "50", "-b:v", bitRate());
            case VP8 ->
                    List.of(
                            "-c:v",
                            "libvpx",
                            "-g",
                            "50",
                            "-deadline",
                            "realtime",
                            "-cpu-used",
                            "8",
                            "-b:v",
                            bitRate());
        };
    }

    /** Bits a second: so many bits a pixel. */
    private String bitRate() {
        double bitsPerPixel = Double.parseDouble(pick("0.30", "0.10", "0.03"));
        return Long.toString(Math.round(bitsPerPixel * widthPx * heightPx * fps));
    }

    private String pick(String good, String fair, String poor) {
        return switch (quality) {
            case GOOD -> good;
            case FAIR -> fair;
            case POOR -> poor;
        };
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s %dx%d %d fps, %.0f px, sigma %.0f, %s %s, seed %d",
                kind,
                widthPx,
                heightPx,
                fps,
                speed,
                sigma,
                codec,
                quality,
                seed);
    }
}

package io.watchword.view.page;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** Drawn scenes as files that a browser shows. */
final class Pictures {
    static final int CLIP_SECONDS = 16;
    private static final int CLIP_HZ = 5;

    private Pictures() {}

    static byte[] jpeg(Scene scene, double part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(scene.draw(part), "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** H.264 with a key frame each second. */
    static byte[] clip(Scene scene) {
        try {
            Path file = Files.createTempFile("clip", ".mp4");
            List<String> command = new ArrayList<>();
            command.addAll(List.of(Loader.load(ffmpeg.class), "-v", "error", "-y"));
            command.addAll(List.of("-f", "rawvideo", "-pix_fmt", "bgr24"));
            command.addAll(List.of("-s", Scene.WIDTH + "x" + Scene.HEIGHT, "-r", "" + CLIP_HZ));
            command.addAll(List.of("-i", "pipe:0", "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
            command.addAll(List.of("-b:v", "400k", "-g", "" + CLIP_HZ, "-movflags", "+faststart"));
            command.addAll(List.of("-f", "mp4", file.toString()));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream out = new BufferedOutputStream(process.getOutputStream(), 1 << 18)) {
                int frames = CLIP_SECONDS * CLIP_HZ;
                for (int frame = 0; frame < frames; frame++) {
                    out.write(bytes(scene.draw((double) frame / frames)));
                }
            }
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("ffmpeg: " + said);
            }
            byte[] clip = Files.readAllBytes(file);
            Files.delete(file);
            return clip;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(BufferedImage image) {
        int[] pixels = image.getRGB(0, 0, Scene.WIDTH, Scene.HEIGHT, null, 0, Scene.WIDTH);
        byte[] bytes = new byte[pixels.length * 3];
        for (int i = 0; i < pixels.length; i++) {
            bytes[3 * i] = (byte) pixels[i];
            bytes[3 * i + 1] = (byte) (pixels[i] >> 8);
            bytes[3 * i + 2] = (byte) (pixels[i] >> 16);
        }
        return bytes;
    }
}

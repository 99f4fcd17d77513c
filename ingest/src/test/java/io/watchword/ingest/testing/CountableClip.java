package io.watchword.ingest.testing;

import static io.watchword.contract.Checks.checkArgument;
import static io.watchword.contract.Checks.checkState;

import io.watchword.contract.AudioSamples;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/**
 * Clips whose every frame and second can be told from what is seen and heard, so that loss, order
 * and the offset of sound against picture are counted and not guessed.
 *
 * <p>The upper half of a frame shows its number, counted from 0, as 16 stripes: the leftmost is the
 * highest bit, white is 1. The lower half is black, and white in the first frame of each second. A
 * second begins with half a second of a tone, whose pitch says which second it is (modulo {@value
 * #SECONDS_TOLD}), and ends in silence: tone and white frame begin together.
 *
 * <p>Pure but for the files written; safe for use by any thread.
 */
public final class CountableClip {
    /** Seconds that have a tone of their own. */
    public static final int SECONDS_TOLD = 64;

    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int STRIPES = 16;
    private static final int SOUND_HZ = 48_000;
    private static final double LOWEST_HZ = 400;
    private static final double APART_HZ = 50;
    private static final double AMPLITUDE = 0.5;
    private static final double TONE_SECONDS = 0.5;

    private CountableClip() {}

    /**
     * Writes a clip: H.264 with a key frame each two seconds, and AAC.
     *
     * @param fps whole frames a second
     * @param container the ffmpeg program's name of it: mp4, mpegts, matroska, flv, hls
     */
    public static Path make(Path file, int seconds, int fps, String container) {
        checkArgument(seconds * fps <= (1 << STRIPES), "%d frames are too many", seconds * fps);
        try {
            Path sound = Files.createTempFile("countable", ".pcm");
            play(seconds, sound);
            List<String> command = new ArrayList<>();
            command.addAll(List.of(Loader.load(ffmpeg.class), "-v", "error", "-y"));
            command.addAll(List.of("-f", "rawvideo", "-pix_fmt", "gray"));
            command.addAll(List.of("-s", WIDTH + "x" + HEIGHT, "-r", Integer.toString(fps)));
            command.addAll(List.of("-i", "pipe:0"));
            command.addAll(List.of("-f", "s16le", "-ar", Integer.toString(SOUND_HZ), "-ac", "1"));
            command.addAll(List.of("-i", sound.toString()));
            command.addAll(List.of("-c:v", "libopenh264", "-pix_fmt", "yuv420p", "-b:v", "500k"));
            command.addAll(List.of("-g", Integer.toString(2 * fps), "-c:a", "aac", "-b:a", "96k"));
            command.addAll(List.of("-f", container, file.toString()));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream out = new BufferedOutputStream(process.getOutputStream(), 1 << 18)) {
                for (int frame = 0; frame < seconds * fps; frame++) {
                    out.write(paint(frame, frame % fps == 0));
                }
            }
            byte[] said = process.getInputStream().readAllBytes();
            int exit = process.onExit().join().exitValue();
            Files.delete(sound);
            String text = new String(said, StandardCharsets.UTF_8);
            checkState(exit == 0, "ffmpeg ended with %d: %s", exit, text);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] paint(int frame, boolean flash) {
        byte[] luma = new byte[WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int bit = STRIPES - 1 - x * STRIPES / WIDTH;
                boolean white = y < HEIGHT / 2 ? ((frame >> bit) & 1) == 1 : flash;
                luma[y * WIDTH + x] = (byte) (white ? 235 : 20);
            }
        }
        return luma;
    }

    private static void play(int seconds, Path to) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
            for (int i = 0; i < seconds * SOUND_HZ; i++) {
                double at = (double) (i % SOUND_HZ) / SOUND_HZ;
                double wave = Math.sin(2 * Math.PI * pitchHz(i / SOUND_HZ) * at);
                int sample = (int) (at < TONE_SECONDS ? AMPLITUDE * 32767 * wave : 0);
                out.write(sample);
                out.write(sample >> 8);
            }
        }
    }

    private static double pitchHz(int second) {
        return LOWEST_HZ + APART_HZ * (second % SECONDS_TOLD);
    }

    /**
     * The number painted on a frame.
     *
     * @param jpeg of any size, such as a key frame's
     */
    public static int frameNumber(byte[] jpeg) {
        BufferedImage picture = decode(jpeg);
        int number = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            int x = (2 * stripe + 1) * picture.getWidth() / (2 * STRIPES);
            number = (number << 1) | (isWhite(picture, x, picture.getHeight() / 4) ? 1 : 0);
        }
        return number;
    }

    /** Whether a frame is the first of its second. */
    public static boolean isFlash(byte[] jpeg) {
        BufferedImage picture = decode(jpeg);
        return isWhite(picture, picture.getWidth() / 2, picture.getHeight() * 3 / 4);
    }

    private static BufferedImage decode(byte[] jpeg) {
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(jpeg));
            checkArgument(picture != null, "%d bytes are no JPEG", jpeg.length);
            return picture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWhite(BufferedImage picture, int x, int y) {
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (picture.getRGB(x + i % 3 - 1, y + i / 3 - 1) >> 8) & 255;
        }
        return sum > 9 * 128;
    }

    /** The number, modulo {@link #SECONDS_TOLD}, of the first second that begins in this sound. */
    public static OptionalInt secondAt(AudioSamples sound) {
        OptionalLong onsetUs = onsetUs(sound, sound.startUs());
        return onsetUs.isEmpty() ? OptionalInt.empty() : secondAt(sound, onsetUs.getAsLong());
    }

    /**
     * The number, modulo {@link #SECONDS_TOLD}, of the second that begins at this time.
     *
     * @return empty where there is no tone, or not enough of it
     */
    public static OptionalInt secondAt(AudioSamples sound, long mediaUs) {
        int from = sampleAt(sound, mediaUs + 50_000);
        int to = sampleAt(sound, mediaUs + 450_000);
        if (from < 0 || to > sound.samples().length) {
            return OptionalInt.empty();
        }
        double energy = 0;
        for (int i = from; i < to; i++) {
            energy += (double) sound.samples()[i] * sound.samples()[i];
        }
        int best = 0;
        double most = 0;
        for (int second = 0; second < SECONDS_TOLD; second++) {
            double power = power(sound, from, to, pitchHz(second));
            if (power > most) {
                most = power;
                best = second;
            }
        }
        // A pure tone's energy is all at its pitch.
        boolean pure = most > 0.25 * energy * (to - from) / 2 && energy > 0;
        return pure ? OptionalInt.of(best) : OptionalInt.empty();
    }

    private static double power(AudioSamples sound, int from, int to, double pitchHz) {
        double perSample = 2 * Math.PI * pitchHz / sound.sampleRateHz();
        double real = 0;
        double imaginary = 0;
        for (int i = from; i < to; i++) {
            real += sound.samples()[i] * Math.cos(perSample * i);
            imaginary += sound.samples()[i] * Math.sin(perSample * i);
        }
        return real * real + imaginary * imaginary;
    }

    /** When the first tone begins that begins after this time and after silence; to about 2 ms. */
    public static OptionalLong onsetUs(AudioSamples sound, long afterUs) {
        int quiet = afterUs <= sound.startUs() ? sound.sampleRateHz() : 0;
        for (int i = Math.max(0, sampleAt(sound, afterUs)); i < sound.samples().length; i++) {
            boolean loud = Math.abs(sound.samples()[i]) > AMPLITUDE * 32767 / 4;
            if (loud && quiet >= sound.sampleRateHz() / 10) {
                return OptionalLong.of(sound.startUs() + i * 1_000_000L / sound.sampleRateHz());
            }
            quiet = loud ? 0 : quiet + 1;
        }
        return OptionalLong.empty();
    }

    private static int sampleAt(AudioSamples sound, long mediaUs) {
        return (int) Math.floorDiv((mediaUs - sound.startUs()) * sound.sampleRateHz(), 1_000_000L);
    }
}

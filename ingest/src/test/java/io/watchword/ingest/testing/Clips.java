package io.watchword.ingest.testing;

import io.watchword.ingest.ffmpeg.TestClip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** Small clips from the ffmpeg program's own test sources, in one folder. */
final class Clips {
    static final int FPS = 15;
    static final String PICTURES = "testsrc=s=160x96:r=15:d=2";
    static final String TONE = "sine=f=440:r=48000:d=2";

    private final Path folder;

    Clips(Path folder) {
        this.folder = folder;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** Runs the program; the last word is the file to write. */
    Path run(String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(Loader.load(ffmpeg.class), "-v", "error", "-nostdin", "-y"));
        command.addAll(Arrays.asList(words).subList(0, words.length - 1));
        Path file = path(words[words.length - 1]);
        command.add(file.toString());
        TestClip.run(command);
        return file;
    }

    /** Two seconds of pictures and a tone. */
    Path clip(String name, String... options) throws IOException {
        return of(PICTURES, TONE, name, options);
    }

    /** Pictures and sound from these sources. */
    Path of(String pictures, String sound, String name, String... options) throws IOException {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("-f", "lavfi", "-i", pictures, "-f", "lavfi", "-i", sound));
        words.addAll(Arrays.asList(options));
        words.addAll(List.of("-bitexact", name));
        return run(words.toArray(new String[0]));
    }
}

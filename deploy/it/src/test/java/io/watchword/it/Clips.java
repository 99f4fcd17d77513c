package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** Makes clips with the program that lies in FFmpeg's own jar. */
final class Clips {
    private Clips() {}

    /** A grey scene into which a bright block drives after a third of the time, with a tone. */
    static Path make(Path file, int seconds) throws Exception {
        String pictures =
                "color=c=0x607060:s=320x180:r=25:d="
                        + seconds
                        + "[scene];color=c=white:s=60x50:r=25:d="
                        + seconds
                        + "[block];[scene][block]overlay=x='-60+max(0,t-"
                        + seconds / 3
                        + ")*60':y=70:shortest=1,noise=alls=4:allf=t:all_seed=7";
        List<String> command = new ArrayList<>();
        command.add(Loader.load(ffmpeg.class));
        command.addAll(List.of("-v", "error", "-y", "-filter_complex", pictures + "[v]"));
        command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=200:d=" + seconds));
        command.addAll(List.of("-map", "[v]", "-map", "0:a", "-c:v", "mpeg4", "-q:v", "4"));
        command.addAll(List.of("-c:a", "aac", "-shortest", file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return file;
    }
}

package io.watchword.ingest.ffmpeg;

import io.watchword.ingest.child.ProbeAnswer;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** Finds out what a decoder process has on this machine. */
final class MachineProbe {
    /** All that decoding loads: asking for them unpacks them. */
    private static final List<Class<?>> LIBRARIES =
            List.of(
                    Loader.class,
                    avutil.class,
                    swresample.class,
                    swscale.class,
                    avcodec.class,
                    avformat.class);

    private MachineProbe() {}

    static ProbeAnswer ask() throws IOException {
        List<Path> natives =
                LIBRARIES.stream()
                        .map(library -> Path.of(Loader.load(library)).toAbsolutePath())
                        .map(file -> file.resolveSibling(""))
                        .distinct()
                        .toList();
        return new ProbeAnswer(
                avutil.av_version_info().getString(),
                HardwareProbe.available(),
                natives,
                networks());
    }

    private static int networks() throws IOException {
        int count = 0;
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            for (NetworkInterface each : all.toList()) {
                count += each.isUp() && !each.isLoopback() ? 1 : 0;
            }
        } catch (java.net.SocketException e) {
            return 0; // there is not even a loopback
        }
        return count;
    }
}

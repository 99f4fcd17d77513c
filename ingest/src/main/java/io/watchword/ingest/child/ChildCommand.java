package io.watchword.ingest.child;

import java.io.File;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The command that starts a decoder process: this JVM's own java with small fixed limits, and only
 * the libraries that decoding takes.
 *
 * @param java program
 * @param classPath jars and folders
 * @param nativeCache folder in which the native libraries lie, unpacked
 */
public record ChildCommand(Path java, List<Path> classPath, Path nativeCache) {
    /** In place of an order: says what the machine has, and ends. */
    public static final String PROBE = "--probe";

    /** The same as the JVM's own with ExitOnOutOfMemoryError. */
    public static final int EXIT_MEMORY = 3;

    public static final int EXIT_NO_ORDER = 4;
    public static final int EXIT_PARENT_GONE = 5;

    private static final String MAIN = "io.watchword.ingest.ffmpeg.DecoderMain";

    /** One thing out of each library that is needed. */
    private static final List<String> NEEDED =
            List.of(
                    "io/watchword/ingest/ffmpeg/DecoderMain.class",
                    "io/watchword/contract/Segment.class",
                    "com/google/protobuf/Message.class",
                    "org/bytedeco/javacpp/Loader.class",
                    "org/bytedeco/javacpp/%s/libjnijavacpp.so",
                    "org/bytedeco/ffmpeg/global/avutil.class",
                    "org/bytedeco/ffmpeg/%s/libjniavutil.so");

    public ChildCommand {
        classPath = List.copyOf(classPath);
    }

    /** As this process runs itself. */
    public static ChildCommand ofThisProcess() {
        Set<Path> paths = new LinkedHashSet<>();
        for (String resource : NEEDED) {
            paths.add(holder(resource.formatted(platform())));
        }
        String cache = System.getProperty("org.bytedeco.javacpp.cachedir");
        return new ChildCommand(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                List.copyOf(paths),
                cache == null
                        ? Path.of(System.getProperty("user.home"), ".javacpp", "cache")
                        : Path.of(cache));
    }

    private static String platform() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return "linux-" + (arch.equals("aarch64") ? "arm64" : "x86_64");
    }

    /** The jar or folder in which a resource lies. */
    private static Path holder(String resource) {
        URL url = ChildCommand.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IllegalStateException("the class path has no " + resource);
        }
        String text = url.toString();
        String holder =
                text.startsWith("jar:")
                        ? text.substring("jar:".length(), text.indexOf("!/"))
                        : text.substring(0, text.length() - resource.length());
        try {
            return Path.of(new URI(holder));
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new java.io.IOException(holder, e));
        }
    }

    /** The whole command for one order. */
    List<String> words(String order) {
        List<String> words = new ArrayList<>();
        words.add(java.toString());
        words.addAll(
                List.of(
                        "-Xmx96m",
                        "-Xms16m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ReservedCodeCacheSize=24m",
                        "-XX:MaxMetaspaceSize=64m",
                        "-XX:-UsePerfData",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=/dev/null",
                        "-Xshare:auto",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-Dorg.bytedeco.javacpp.cachedir=" + nativeCache));
        if (Runtime.version().feature() >= 22) {
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        words.add("-cp");
        words.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        words.add(MAIN);
        words.add(order);
        return words;
    }
}

package io.watchword.ingest.child;

import java.io.File;
import java.net.URI;
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
 * @param javaHome of the JVM
 * @param classPath jars and folders
 * @param natives folders in which the native libraries lie unpacked; empty where nobody knows yet:
 *     then the process unpacks them
 */
public record ChildCommand(Path javaHome, List<Path> classPath, List<Path> natives) {
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

    /** A segment or two, its pictures, and what runs around them: all large things are native. */
    private static final List<String> JVM_OPTIONS =
            List.of(
                    "-Xmx96m",
                    "-Xms16m",
                    "-Xss512k",
                    "-XX:+UseSerialGC",
                    "-XX:ReservedCodeCacheSize=32m",
                    "-XX:MaxMetaspaceSize=64m",
                    "-XX:-UsePerfData",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:+SuppressFatalErrorMessage", // it would go among the reports
                    "-Xshare:auto",
                    "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

    public ChildCommand {
        classPath = List.copyOf(classPath);
        natives = List.copyOf(natives);
    }

    /** As this process runs itself. */
    public static ChildCommand ofThisProcess() {
        Set<Path> paths = new LinkedHashSet<>();
        for (String resource : NEEDED) {
            paths.add(holder(String.format(Locale.ROOT, resource, platform())));
        }
        return new ChildCommand(
                Path.of(System.getProperty("java.home")), List.copyOf(paths), List.of());
    }

    ChildCommand withNatives(List<Path> folders) {
        return new ChildCommand(javaHome, classPath, folders);
    }

    private static String platform() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return "linux-" + (arch.equals("aarch64") ? "arm64" : "x86_64");
    }

    /** The jar or folder in which a resource lies. */
    private static Path holder(String resource) {
        java.net.URL url = ChildCommand.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IllegalStateException("the class path has no " + resource);
        }
        String text = url.toString();
        return Path.of(
                URI.create(
                        text.startsWith("jar:")
                                ? text.substring("jar:".length(), text.indexOf("!/"))
                                : text.substring(0, text.length() - resource.length())));
    }

    /** The whole command for one order. */
    List<String> words(String order) {
        return words(MAIN, order);
    }

    List<String> words(String main, String argument) {
        List<String> words = new ArrayList<>();
        words.add(javaHome.resolve("bin").resolve("java").toString());
        words.addAll(JVM_OPTIONS);
        if (Runtime.version().feature() >= 22) {
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        if (!natives.isEmpty()) {
            words.add("-Djava.library.path=" + joined(natives));
            words.add("-Dorg.bytedeco.javacpp.pathsFirst=true");
        } else if (System.getProperty("org.bytedeco.javacpp.cachedir") != null) {
            words.add(
                    "-Dorg.bytedeco.javacpp.cachedir="
                            + System.getProperty("org.bytedeco.javacpp.cachedir"));
        }
        words.add("-cp");
        words.add(joined(classPath));
        words.add(main);
        words.add(argument);
        return words;
    }

    private static String joined(List<Path> paths) {
        return String.join(File.pathSeparator, paths.stream().map(Path::toString).toList());
    }
}

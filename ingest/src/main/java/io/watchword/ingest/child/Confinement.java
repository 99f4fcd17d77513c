package io.watchword.ingest.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One way to confine a decoder process: the words of the system's tools that go before its own
 * command. Each tool replaces itself by the next, but for bubblewrap, which stays as its parent.
 *
 * @param sandbox what it comes to
 * @param words before the decoder's own
 */
record Confinement(Sandbox sandbox, List<String> words) {
    /** All of a decoder's environment. Arenas for each thread would only cost memory. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("LANG", "C.UTF-8", "MALLOC_ARENA_MAX", "2");

    static final Confinement NONE = new Confinement(Sandbox.NONE, List.of());

    private static final List<Path> TOOL_FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin"));
    private static final Set<String> TOOLS =
            Set.of("bwrap", "prlimit", "unshare", "setpriv", "jspawnhelper");
    private static final List<Path> SYSTEM_LIBRARIES =
            List.of(
                    Path.of("/usr/lib"),
                    Path.of("/usr/lib64"),
                    Path.of("/lib"),
                    Path.of("/lib64"),
                    Path.of("/etc/ld.so.cache"));

    /** Graphics cards, for decoding on them. */
    private static final List<String> DEVICES =
            List.of(
                    "/dev/dri",
                    "/dev/nvidia0",
                    "/dev/nvidia1",
                    "/dev/nvidia2",
                    "/dev/nvidia3",
                    "/dev/nvidiactl",
                    "/dev/nvidia-uvm",
                    "/sys/dev/char",
                    "/sys/devices");

    private static final String NOBODY = "65534";

    Confinement {
        words = List.copyOf(words);
    }

    /**
     * All that this machine has tools for, the strongest first. Whether they work, only a trial
     * tells.
     *
     * @param devices whether the decoder is to reach graphics cards
     */
    static List<Confinement> candidates(
            ChildCommand command, long maxMemoryBytes, boolean devices) {
        List<String> limits = limits(maxMemoryBytes);
        List<Confinement> candidates = new ArrayList<>();
        tool("bwrap")
                .ifPresent(
                        bwrap ->
                                candidates.add(
                                        new Confinement(
                                                Sandbox.BUBBLEWRAP,
                                                joined(
                                                        limits,
                                                        bubblewrap(bwrap, command, devices)))));
        if (tool("unshare").isPresent() && tool("setpriv").isPresent()) {
            for (boolean nobody : List.of(true, false)) {
                List<String> namespaces = joined(unshare(), joined(privileges(nobody), limits));
                candidates.add(new Confinement(Sandbox.NAMESPACES, namespaces));
            }
        }
        if (!limits.isEmpty()) {
            candidates.add(new Confinement(Sandbox.LIMITS, limits));
        }
        return candidates;
    }

    /** Whether a process is one of the tools still, and not yet the decoder. */
    static boolean isTool(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName())
                .filter(name -> TOOLS.contains(String.valueOf(name)))
                .isPresent();
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static Optional<String> tool(String name) {
        return TOOL_FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Not the address space: a JVM reserves much more of it than it ever uses. */
    private static List<String> limits(long maxMemoryBytes) {
        return tool("prlimit")
                .map(
                        prlimit ->
                                List.of(
                                        prlimit,
                                        "--data=" + maxMemoryBytes,
                                        "--nofile=64",
                                        "--core=0",
                                        "--fsize=0",
                                        "--"))
                .orElse(List.of());
    }

    private static List<String> unshare() {
        List<String> words = new ArrayList<>();
        words.addAll(List.of(tool("unshare").orElseThrow(), "--net", "--ipc", "--uts"));
        if (!isRoot()) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.add("--");
        return words;
    }

    private static List<String> privileges(boolean nobody) {
        List<String> words = new ArrayList<>();
        words.add(tool("setpriv").orElseThrow());
        words.addAll(List.of("--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"));
        if (nobody) {
            words.addAll(List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        words.add("--");
        return words;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> bubblewrap(String bwrap, ChildCommand command, boolean devices) {
        List<String> words = new ArrayList<>();
        words.addAll(List.of(bwrap, "--unshare-all", "--unshare-user", "--uid", NOBODY));
        words.addAll(List.of("--gid", NOBODY, "--die-with-parent", "--new-session"));
        words.addAll(List.of("--cap-drop", "ALL", "--clearenv"));
        ENVIRONMENT.forEach((name, value) -> words.addAll(List.of("--setenv", name, value)));
        for (Path shown : shown(command)) {
            words.addAll(List.of("--ro-bind", shown.toString(), shown.toString()));
        }
        words.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
        if (devices) {
            for (String device : DEVICES) {
                words.addAll(List.of("--dev-bind-try", device, device));
            }
        }
        words.addAll(List.of("--remount-ro", "/", "--chdir", "/", "--"));
        return words;
    }

    /** All that the decoder may read. Folders come before what lies in them. */
    private static TreeSet<Path> shown(ChildCommand command) {
        TreeSet<Path> shown = new TreeSet<>();
        SYSTEM_LIBRARIES.stream().filter(Files::exists).forEach(shown::add);
        shown.add(command.javaHome());
        shown.addAll(configuration(command.javaHome()));
        shown.addAll(command.classPath());
        shown.addAll(command.natives());
        return shown;
    }

    /** Some systems keep a JDK's settings elsewhere and link to them. */
    private static List<Path> configuration(Path javaHome) {
        try (Stream<Path> files = Files.walk(javaHome, 4)) {
            return files.filter(Files::isSymbolicLink)
                    .filter(link -> !link.startsWith(javaHome.resolve("man")))
                    .filter(Files::isRegularFile)
                    .map(Confinement::target)
                    .flatMap(Optional::stream)
                    .filter(target -> target.startsWith("/etc"))
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of(); // the trial will tell
        }
    }

    private static Optional<Path> target(Path link) {
        try {
            Path target = link.toRealPath();
            return Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(target)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

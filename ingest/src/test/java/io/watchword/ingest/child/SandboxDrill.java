package io.watchword.ingest.child;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What hostile code in a decoder would try: runs in place of one, and prints what it got done. The
 * argument is a port that somebody listens on, a file to read and a folder to write to.
 */
public final class SandboxDrill {
    private SandboxDrill() {}

    /** An attempt. */
    private interface Attempt {
        void run() throws IOException;
    }

    public static void main(String[] args) {
        String[] words = args[0].split(",", -1);
        List<String> done = new ArrayList<>();
        attempt(done, "connect", () -> connect(Integer.parseInt(words[0])));
        attempt(done, "read", () -> Files.readString(Path.of(words[1])));
        attempt(done, "write", () -> Files.writeString(Path.of(words[2], "drill"), "x"));
        attempt(done, "write-tmp", () -> Files.writeString(Path.of("/tmp/watchword-drill"), "x"));
        attempt(done, "start", () -> new ProcessBuilder("/bin/true").start());
        attempt(done, "see", SandboxDrill::seeOthers);
        System.out.println("done:" + String.join(",", done));
    }

    private static void attempt(List<String> done, String name, Attempt attempt) {
        try {
            attempt.run();
            done.add(name);
        } catch (IOException e) {
            System.out.println(name + ": " + e.getMessage());
        }
    }

    private static void connect(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
        }
    }

    private static void seeOthers() throws IOException {
        if (ProcessHandle.allProcesses().count() < 4) {
            throw new IOException("no processes but its own");
        }
    }
}

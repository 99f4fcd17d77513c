package io.watchword.ingest.ffmpeg;

import io.watchword.ingest.child.ChildCommand;

/** Ends this process when the one that started it is gone. */
final class ParentWatch {
    private static final long INTERVAL_MS = 1_000;

    private ParentWatch() {}

    static void start() {
        long parent = parent();
        Thread thread = new Thread(() -> watch(parent), "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private static void watch(long parent) {
        try {
            while (parent() == parent) {
                Thread.sleep(INTERVAL_MS);
            }
        } catch (InterruptedException e) {
            return; // nobody interrupts it
        }
        Runtime.getRuntime().halt(ChildCommand.EXIT_PARENT_GONE);
    }

    /** Its number, or 0 where this process cannot see it: in a sandbox of its own. */
    private static long parent() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    }
}

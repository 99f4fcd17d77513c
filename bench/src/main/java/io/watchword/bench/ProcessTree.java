package io.watchword.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process and those it started use, as Linux counts it. Processes that ended in between
 * are not counted.
 */
record ProcessTree(long ownBytes, double ownCpuS, int children, long childBytes, double childCpuS) {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11; // fields behind the name, from /proc/PID/stat
    private static final int RESIDENT_PAGES = 21;
    private static final long PAGE_BYTES = 4096;

    static ProcessTree now() {
        long[] own = read(ProcessHandle.current().pid());
        long[] sum = new long[2];
        List<ProcessHandle> others = ProcessHandle.current().descendants().toList();
        int decoders = 0;
        for (ProcessHandle other : others) {
            long[] one = read(other.pid());
            sum[0] += one[0];
            sum[1] += one[1];
            decoders += one[1] > 20L << 20 ? 1 : 0; // the rest are their wrappers
        }
        return new ProcessTree(
                own[1], own[0] / TICKS_PER_SECOND, decoders, sum[1], sum[0] / TICKS_PER_SECOND);
    }

    long residentBytes() {
        return ownBytes + childBytes;
    }

    /** Ticks of processor time, resident bytes. */
    private static long[] read(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return new long[] {
                Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]),
                Long.parseLong(fields[RESIDENT_PAGES]) * PAGE_BYTES
            };
        } catch (java.nio.file.NoSuchFileException e) {
            return new long[2]; // it has ended
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

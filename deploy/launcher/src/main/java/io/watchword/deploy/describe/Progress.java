package io.watchword.deploy.describe;

import io.watchword.deploy.terminal.TerminalText;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How far a run has come, as one line.
 *
 * @param doneUs media time that has come through the encoders, of all sources
 * @param totalUs media time of all sources; empty while it is unknown for one of them
 * @param elapsedNs since the pipeline was ready
 */
record Progress(int sourcesDone, int sources, long doneUs, OptionalLong totalUs, long elapsedNs) {
    /** For example {@code 1 of 2 files, 00:42.0 of 03:10.0, 12.3 x real time, 00:12.0 left}. */
    String line() {
        StringBuilder line = new StringBuilder();
        if (sources > 1) {
            line.append(sourcesDone).append(" of ").append(sources).append(" files, ");
        }
        line.append(TerminalText.time(doneUs));
        totalUs.ifPresent(total -> line.append(" of ").append(TerminalText.time(total)));
        double rate = elapsedNs <= 0 ? 0 : doneUs * 1e3 / elapsedNs;
        if (rate > 0) {
            line.append(String.format(Locale.ROOT, ", %.1f x real time", rate));
        }
        if (totalUs.isPresent() && doneUs > 0 && doneUs >= totalUs.getAsLong()) {
            line.append(", finishing");
        } else if (rate > 0 && totalUs.isPresent()) {
            long leftUs = (long) (Math.max(0, totalUs.getAsLong() - doneUs) / rate);
            line.append(", ").append(TerminalText.time(leftUs)).append(" left");
        }
        return line.toString();
    }
}

package io.watchword.sinks.vtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads WebVTT as the specification's conformance section wants authors to write it, and fails on
 * anything else; knows nothing of how we write it.
 */
final class StrictVtt {
    record Cue(String id, long startMs, long endMs, String payload) {}

    private final List<Cue> cues = new ArrayList<>();

    StrictVtt(String text) {
        assertThat(text).doesNotContain("\r", "\0").endsWith("\n").startsWith("WEBVTT\n\n");
        for (String block : text.substring("WEBVTT\n\n".length()).strip().split("\n\n+", -1)) {
            if (block.startsWith("NOTE ") || block.startsWith("NOTE\n")) {
                assertThat(block).doesNotContain("-->");
            } else {
                cue(block.split("\n", 3));
            }
        }
    }

    List<Cue> cues() {
        return cues;
    }

    private void cue(String[] lines) {
        assertThat(lines[0]).doesNotContain("-->").isNotBlank();
        assertThat(lines[1])
                .matches(
                        "\\d{2,}:[0-5]\\d:[0-5]\\d\\.\\d{3} --> \\d{2,}:[0-5]\\d:[0-5]\\d\\.\\d{3}");
        String[] times = lines[1].split(" --> ", -1);
        String payload = lines.length > 2 ? lines[2] : "";
        assertThat(payload).doesNotContain("-->", "<").doesNotContainPattern("&(?!(amp|lt|gt);)");
        Cue cue = new Cue(lines[0], ms(times[0]), ms(times[1]), payload);
        assertThat(cue.endMs()).isGreaterThan(cue.startMs());
        if (!cues.isEmpty()) {
            assertThat(cue.startMs()).isGreaterThanOrEqualTo(cues.get(cues.size() - 1).startMs());
        }
        assertThat(cues).extracting(Cue::id).doesNotContain(cue.id());
        cues.add(cue);
    }

    private static long ms(String time) {
        String[] parts = time.split("[:.]", -1);
        return ((Long.parseLong(parts[0]) * 60 + Long.parseLong(parts[1])) * 60
                                + Long.parseLong(parts[2]))
                        * 1_000
                + Long.parseLong(parts[3]);
    }
}

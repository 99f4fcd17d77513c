package io.watchword.ingest.ffmpeg;

import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.ReadResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What reading one file gave. */
record Recorded(ReadResult result, List<Segment> all) {
    static Recorded of(Path file) {
        return of(file, DecodeConfig.DEFAULT);
    }

    static Recorded of(Path file, DecodeConfig config) {
        List<Segment> segments = new ArrayList<>();
        ReadResult result = FileSegmentReader.read(file, "s", "clip", config, segments::add);
        return new Recorded(result, segments);
    }

    List<Segment> media() {
        return all.stream().filter(segment -> !segment.last()).toList();
    }

    MotionField motion(int segment) {
        return media().get(segment).motion().orElseThrow();
    }
}

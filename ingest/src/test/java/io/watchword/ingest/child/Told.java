package io.watchword.ingest.child;

import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import io.watchword.ingest.decode.DecoderReport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what a decoder reports. */
final class Told implements Consumer<DecoderReport> {
    private final List<DecoderReport> reports = new CopyOnWriteArrayList<>();

    @Override
    public void accept(DecoderReport report) {
        reports.add(report);
    }

    <T extends DecoderReport> List<T> all(Class<T> kind) {
        return reports.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<Segment> segments() {
        return all(DecoderReport.Decoded.class).stream().map(r -> r.segment()).toList();
    }

    List<TimeSpan> holes() {
        return all(DecoderReport.Hole.class).stream().map(r -> r.span()).toList();
    }

    List<DecoderReport> reports() {
        return reports;
    }
}

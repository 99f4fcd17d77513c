package io.watchword.encoders.flink;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.watchword.encoders.encode.EncoderLease;
import io.watchword.encoders.encode.EncoderSource;
import io.watchword.encoders.encode.StreamHistory;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Keeps each stream's {@link StreamHistory} in Flink, until the stream ends. */
final class WindowSegments extends KeyedProcessFunction<String, EncodedSegment, WindowedSegment> {
    private static final long serialVersionUID = 1L;

    private final EncoderSource source;
    private transient int window;
    private transient @Nullable ValueState<StreamHistory> history;

    WindowSegments(EncoderSource source) {
        this.source = requireNonNull(source, "source is null");
    }

    @Override
    public void open(OpenContext context) {
        try (EncoderLease lease = source.acquire()) {
            window = lease.encoder().windowSegments();
        }
        history =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("history", StreamHistory.class));
    }

    @Override
    public void processElement(
            EncodedSegment segment, Context context, Collector<WindowedSegment> out)
            throws IOException {
        ValueState<StreamHistory> state = requireNonNull(history, "not open");
        StreamHistory seen = StreamHistory.EMPTY;
        if (segment.last()) {
            state.clear();
        } else if (!segment.problem().exists()) {
            StreamHistory before = requireNonNullElse(state.value(), StreamHistory.EMPTY);
            seen = before.with(segment.position(), segment.code(), window);
            state.update(seen);
        }
        out.collect(
                new WindowedSegment(segment.raw(), segment.embedding(), seen, segment.problem()));
    }
}

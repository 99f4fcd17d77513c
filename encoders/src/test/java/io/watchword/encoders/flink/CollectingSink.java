package io.watchword.encoders.flink;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Keeps what it is given, for all in this process; one test at a time. */
final class CollectingSink implements Sink<OutRecord> {
    private static final long serialVersionUID = 1L;
    private static final List<OutRecord> RECORDS = new CopyOnWriteArrayList<>();

    static void clear() {
        RECORDS.clear();
    }

    static List<OutRecord> records() {
        return List.copyOf(RECORDS);
    }

    @Override
    public SinkWriter<OutRecord> createWriter(WriterInitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(OutRecord record, Context written) {
                RECORDS.add(record);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}

package io.watchword.sinks.connect;

/**
 * Topic {@code events} to all events in one file, {@code <directory>/events.jsonl}, one JSON object
 * a line.
 */
public final class JsonLinesSinkConnector extends FileSinkConnector {
    public JsonLinesSinkConnector() {
        super(JsonLinesSinkTask.class);
    }
}

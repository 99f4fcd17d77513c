package io.watchword.sinks.connect;

import io.watchword.sinks.jsonl.JsonLinesOutput;

/** The task of {@link JsonLinesSinkConnector}. */
public final class JsonLinesSinkTask extends FileSinkTask {
    /** As Connect makes it. */
    public JsonLinesSinkTask() {
        super(JsonLinesOutput::open);
    }
}

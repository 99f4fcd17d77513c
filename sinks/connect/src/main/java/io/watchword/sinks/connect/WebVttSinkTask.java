package io.watchword.sinks.connect;

import io.watchword.sinks.vtt.VttOutput;

/** The task of {@link WebVttSinkConnector}. */
public final class WebVttSinkTask extends FileSinkTask {
    /** As Connect makes it. */
    public WebVttSinkTask() {
        super(VttOutput::open);
    }
}

package io.watchword.sinks.connect;

/** Topic {@code events} to captions, one file a stream, {@code <directory>/<file name>.vtt}. */
public final class WebVttSinkConnector extends FileSinkConnector {
    public WebVttSinkConnector() {
        super(WebVttSinkTask.class);
    }
}

package io.watchword.sinks.connect;

/**
 * Topic {@code events} to chapters and tags, {@code <directory>/<file name>.chapters.vtt} and
 * {@code .tags.json}.
 */
public final class ChaptersSinkConnector extends FileSinkConnector {
    public ChaptersSinkConnector() {
        super(ChaptersSinkTask.class);
    }
}

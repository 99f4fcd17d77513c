package io.watchword.sinks.connect;

import io.watchword.sinks.chapters.ChaptersOutput;

/** The task of {@link ChaptersSinkConnector}. */
public final class ChaptersSinkTask extends FileSinkTask {
    /** As Connect makes it. */
    public ChaptersSinkTask() {
        super(ChaptersOutput::open);
    }
}

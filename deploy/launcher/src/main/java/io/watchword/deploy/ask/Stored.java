package io.watchword.deploy.ask;

import io.watchword.deploy.log.StoredLog;
import io.watchword.deploy.terminal.LogFile;
import io.watchword.fusion.log.EventLog;
import io.watchword.fusion.log.UnderstandingLog;
import java.nio.file.Path;
import java.util.Optional;

/** What an installation has stored. Owns both logs. */
interface Stored extends AutoCloseable {
    UnderstandingLog understanding();

    EventLog events();

    /**
     * Host and port of the language model of the run that holds the data directory, if one does.
     */
    Optional<String> languageModel();

    @Override
    void close();

    /** Two logs that no run need hold. */
    static Stored of(UnderstandingLog understanding, EventLog events) {
        return new Stored() {
            @Override
            public UnderstandingLog understanding() {
                return understanding;
            }

            @Override
            public EventLog events() {
                return events;
            }

            @Override
            public Optional<String> languageModel() {
                return Optional.empty();
            }

            @Override
            public void close() {
                events.close();
                understanding.close();
            }
        };
    }

    /** The log of a data directory, at a broker that runs or that this starts. */
    static Stored open(Path data) throws Exception {
        StoredLog log = StoredLog.open(data);
        // A run that holds the directory has this file open.
        Optional<LogFile> file =
                log.llmTarget().isPresent()
                        ? Optional.empty()
                        : Optional.of(LogFile.open(data.resolve("logs")));
        return new Stored() {
            @Override
            public UnderstandingLog understanding() {
                return log.understanding();
            }

            @Override
            public EventLog events() {
                return log.events();
            }

            @Override
            public Optional<String> languageModel() {
                return log.llmTarget();
            }

            @Override
            public void close() {
                log.close();
                file.ifPresent(LogFile::close);
            }
        };
    }
}

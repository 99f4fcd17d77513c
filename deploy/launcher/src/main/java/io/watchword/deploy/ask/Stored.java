package io.watchword.deploy.ask;

import io.watchword.fusion.log.EventLog;
import io.watchword.fusion.log.UnderstandingLog;
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
}

package io.watchword.sinks.connect;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** What a class warns of, until it is closed. */
record WarningLog(Logger logger, ListAppender<ILoggingEvent> appender) implements AutoCloseable {
    static WarningLog of(Class<?> speaker) {
        WarningLog log =
                new WarningLog((Logger) LoggerFactory.getLogger(speaker), new ListAppender<>());
        log.appender.start();
        log.logger.addAppender(log.appender);
        return log;
    }

    /** Each warning with its pairs of key and value, and with its stack trace's first line. */
    List<String> lines() {
        return appender.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(WarningLog::line)
                .toList();
    }

    private static String line(ILoggingEvent event) {
        String thrown =
                event.getThrowableProxy() == null
                        ? ""
                        : " " + event.getThrowableProxy().getMessage();
        return event.getFormattedMessage()
                + " "
                + Objects.requireNonNullElse(event.getKeyValuePairs(), List.of())
                + thrown;
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}

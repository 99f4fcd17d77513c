package io.watchword.deploy.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The file that takes this process's log records while it is open. Without one they go nowhere. */
public final class LogFile implements AutoCloseable {
    private final Path file;
    private final Logger root;
    private final FileAppender<ILoggingEvent> appender;

    private LogFile(Path file, Logger root, FileAppender<ILoggingEvent> appender) {
        this.file = file;
        this.root = root;
        this.appender = appender;
    }

    /** Appends to {@code watchword.log} in a directory. */
    public static LogFile open(Path directory) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(UTF_8);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{36} %msg %kvp%n%ex");
        encoder.start();
        Path file = directory.resolve("watchword.log");
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName(file.toString());
        appender.setFile(file.toString());
        appender.setAppend(true);
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        takeJavaUtilLogging();
        return new LogFile(file, root, appender);
    }

    /** gRPC logs through java.util.logging, whose default handler writes to the terminal. */
    private static void takeJavaUtilLogging() {
        LogManager.getLogManager().reset();
        java.util.logging.Logger top = java.util.logging.Logger.getLogger("");
        top.setLevel(java.util.logging.Level.WARNING);
        top.addHandler(new ToSlf4j());
    }

    public Path file() {
        return file;
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        appender.stop();
    }

    private static final class ToSlf4j extends Handler {
        @Override
        public void publish(LogRecord record) {
            boolean severe =
                    record.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue();
            LoggerFactory.getLogger(String.valueOf(record.getLoggerName()))
                    .atLevel(severe ? Level.ERROR : Level.WARN)
                    .setCause(record.getThrown())
                    .log(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

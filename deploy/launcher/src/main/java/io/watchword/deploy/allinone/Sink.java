package io.watchword.deploy.allinone;

import io.watchword.sinks.connect.JsonLinesSinkConnector;
import io.watchword.sinks.connect.WebVttSinkConnector;

/** The sinks of the all-in-one. */
enum Sink {
    JSON_LINES("jsonl", JsonLinesSinkConnector.class),
    WEB_VTT("vtt", WebVttSinkConnector.class);

    private final String connector;
    private final Class<?> connectorClass;

    Sink(String connector, Class<?> connectorClass) {
        this.connector = connector;
        this.connectorClass = connectorClass;
    }

    /** The connector's name in the worker. */
    String connector() {
        return connector;
    }

    String className() {
        return connectorClass.getName();
    }
}

package io.watchword.contract;

import java.util.List;

/** Topic names. Every record is keyed by stream id unless said otherwise. */
public final class Topics {
    public static final String SEGMENTS = "segments";
    public static final String EMBEDDINGS = "embeddings";
    public static final String EVENTS = "events";

    /** Spans of streams that no segment tells of. */
    public static final String GAPS = "gaps";

    /**
     * Compacted: what is to be watched, and how far ingest has come with it. A stream's records lie
     * in the partition of its id, whatever their key.
     */
    public static final String STREAMS = "streams";

    /** Compacted; keyed by stream id and stage. */
    public static final String STREAM_STATUS = "stream-status";

    /**
     * Where which stretch of which stream lies on {@link #EMBEDDINGS}; keyed by partition and
     * offset.
     */
    public static final String EMBEDDING_INDEX = "embedding-index";

    /** Compacted; keyed by subscription id: what people and programs want to be told of. */
    public static final String SUBSCRIPTIONS = "subscriptions";

    /** Events that a subscription asked for; keyed by subscription id. */
    public static final String HITS = "hits";

    /** Compacted: what instances of the view must all know of who may come in. */
    public static final String ACCESS = "access";

    private Topics() {}

    /**
     * Where records of {@code topic} go that could not be processed: original key, value and
     * headers, and why.
     */
    public static String deadLetter(String topic) {
        return topic + ".dlq";
    }

    /** Topics that keep every record. */
    public static List<String> logs() {
        return List.of(
                SEGMENTS,
                EMBEDDINGS,
                EVENTS,
                GAPS,
                HITS,
                deadLetter(SEGMENTS),
                deadLetter(EMBEDDINGS),
                deadLetter(EVENTS));
    }

    /** Topics that keep the newest record of each key. */
    public static List<String> tables() {
        return List.of(STREAMS, STREAM_STATUS, SUBSCRIPTIONS, ACCESS);
    }
}

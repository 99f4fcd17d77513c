package io.watchword.deploy.allinone;

/** Something else that works with the broker, and starts beside the other parts. */
@FunctionalInterface
public interface Companion {
    /** Of a pipeline alone. */
    Companion NONE = bootstrapServers -> () -> {};

    /**
     * Starts.
     *
     * @return closes it
     */
    AutoCloseable start(String bootstrapServers) throws Exception;

    /** Whether a consumer group's offsets are its own, to go on from. */
    default boolean keeps(String group) {
        return false;
    }
}

package io.watchword.llm.decode;

import io.watchword.llm.prompt.CaptionRequest;
import java.util.Optional;

/**
 * Answers requests, with a language model of its own or one behind a network. Thread-safe: requests
 * run side by side.
 */
public interface Captioner extends AutoCloseable {
    /** The model that answers, as people say it. */
    String name();

    /** sha256 of the bundle whose embeddings it reads. */
    String sha256();

    /** The first reason why a request cannot be answered, before anything is spent on it. */
    Optional<Refusal> problem(CaptionRequest request);

    /** Answers a request in which {@link #problem} found none. */
    DecodeOutcome run(CaptionRequest request, TokenListener listener, Caller caller);

    /** Takes no more requests and refuses those whose turn has not come; the others go on. */
    default void drain() {}

    @Override
    void close();
}

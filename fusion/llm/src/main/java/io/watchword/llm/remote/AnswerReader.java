package io.watchword.llm.remote;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the JSON values of one answer: one for each event of a stream, or one for all. */
interface AnswerReader {
    /**
     * @throws RemoteFailure if it is no value of the protocol, or tells of an error
     */
    void read(JsonNode value) throws RemoteFailure;

    /** Whether something was already handed on, so that beginning anew would say it twice. */
    boolean started();
}

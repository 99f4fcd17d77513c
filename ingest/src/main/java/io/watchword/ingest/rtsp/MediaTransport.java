package io.watchword.ingest.rtsp;

import java.io.IOException;

/** How packets come: over the connection itself, or to ports of ours. */
interface MediaTransport extends RtspExchange.Packets, AutoCloseable {
    /** The Transport that SETUP asks for; media are numbered from 0. */
    String offer(int medium) throws IOException;

    /**
     * What the server made of it.
     *
     * @throws RtspFailure if that is something else
     */
    void granted(int medium, String transport) throws RtspFailure;

    /** Where packets go from now on. */
    void handTo(PacketTaker taker);

    /** Hands packets on until it fails; ends by an exception alone. */
    void receive(LiveSession session) throws IOException;

    @Override
    void close();
}

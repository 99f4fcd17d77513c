package io.watchword.ingest.rtsp;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;

/** Listening sockets that nobody is to reach. */
final class Canaries {
    private Canaries() {}

    /** How many connections came; none can come later from one that has ended. */
    static int hits(ServerSocket canary) throws IOException {
        canary.setSoTimeout(1); // the system has completed those that were made
        int hits = 0;
        while (true) {
            try {
                canary.accept().close();
                hits++;
            } catch (SocketTimeoutException e) {
                return hits;
            }
        }
    }
}

package io.watchword.ingest.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks a host name up. */
@FunctionalInterface
public interface HostResolver {
    /** The system's resolver; asks again each time, as far as Java's own short memory goes. */
    HostResolver SYSTEM = InetAddress::getAllByName;

    InetAddress[] resolve(String host) throws UnknownHostException;
}

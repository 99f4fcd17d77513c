package io.watchword.ingest.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which addresses a stream may reach, on every connection it makes: its own address,
 * redirects, playlist entries, keys. A name is resolved once, every address it has is checked, and
 * the caller connects to what comes back and to nothing else, so that a name cannot change its mind
 * in between. Public addresses are free; private ones only by the allow-list; those of metadata
 * services never.
 */
public final class EgressGuard {
    private final List<AllowedAddress> allowed;
    private final HostResolver resolver;

    /**
     * @param allow {@code CIDR}, {@code CIDR:port} or {@code host:port}
     * @throws IllegalArgumentException if an entry is none of these
     */
    public EgressGuard(List<String> allow, HostResolver resolver) {
        this.allowed = allow.stream().map(AllowedAddress::parse).toList();
        this.resolver = resolver;
    }

    /**
     * The addresses of a host, all of which may be reached at this port.
     *
     * @throws ForbiddenAddressException if one of them may not
     */
    public List<InetAddress> resolve(String host, int port)
            throws UnknownHostException, ForbiddenAddressException {
        List<InetAddress> addresses = new ArrayList<>();
        for (InetAddress found : resolver.resolve(host)) {
            InetAddress address = AddressRange.plain(found);
            check(host, address, port);
            addresses.add(address);
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return addresses;
    }

    private void check(String host, InetAddress address, int port)
            throws ForbiddenAddressException {
        if (AddressRange.isMetadata(address)) {
            throw new ForbiddenAddressException(
                    host + " is " + address.getHostAddress() + ", a metadata service: never read");
        }
        if (AddressRange.isPublic(address)
                || allowed.stream().anyMatch(entry -> entry.covers(host, address, port))) {
            return;
        }
        throw new ForbiddenAddressException(
                "%s is %s, not a public address: required an entry of ingest.egress.allow that covers %s:%d"
                        .formatted(host, address.getHostAddress(), address.getHostAddress(), port));
    }
}

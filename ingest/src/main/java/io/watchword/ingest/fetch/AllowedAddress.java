package io.watchword.ingest.fetch;

import static io.watchword.contract.Checks.checkArgument;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an allow-list: a block of addresses, or the host that an operator named.
 *
 * @param port 0 for every port
 */
record AllowedAddress(Optional<AddressRange> range, @Nullable String host, int port) {
    /**
     * From {@code CIDR}, {@code CIDR:port} or {@code host:port}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static AllowedAddress parse(String text) {
        int slash = text.indexOf('/');
        int colon = text.lastIndexOf(':');
        if (slash >= 0) {
            boolean hasPort = colon > slash;
            return new AllowedAddress(
                    Optional.of(AddressRange.parse(hasPort ? text.substring(0, colon) : text)),
                    null,
                    hasPort ? port(text, colon) : 0);
        }
        checkArgument(colon > 0, "\"%s\": required CIDR, CIDR:port or host:port to allow", text);
        return new AllowedAddress(Optional.empty(), text.substring(0, colon), port(text, colon));
    }

    private static int port(String text, int colon) {
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            checkArgument(port > 0 && port < 65_536, "\"%s\": no such port", text);
            return port;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\": no such port", e);
        }
    }

    boolean covers(String name, InetAddress address, int atPort) {
        boolean there =
                range.map(block -> block.contains(address)).orElse(name.equalsIgnoreCase(host));
        return there && (port == 0 || port == atPort);
    }
}

package io.watchword.ingest.fetch;

import static io.watchword.contract.Checks.checkArgument;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * A block of addresses, and which blocks are not public (IANA's special-purpose registries for IPv4
 * and IPv6).
 */
record AddressRange(InetAddress network, int prefix) {
    private static final List<AddressRange> METADATA =
            ranges(
                    "169.254.169.254/32", // most clouds
                    "169.254.170.2/32", // container credentials
                    "100.100.100.200/32",
                    "192.0.0.192/32",
                    "168.63.129.16/32",
                    "fd00:ec2::254/128",
                    "fd20:ce::254/128");
    private static final List<AddressRange> NOT_PUBLIC =
            ranges(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/8",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8");
    private static final AddressRange NAT64 = parse("64:ff9b::/96");
    private static final AddressRange SIX_TO_FOUR = parse("2002::/16");

    /**
     * @throws IllegalArgumentException if the text is no CIDR block
     */
    static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        checkArgument(
                slash > 0
                        && cidr.substring(0, slash)
                                .matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*"),
                "\"%s\" is no address block, required for example 192.168.1.0/24",
                cidr);
        try {
            InetAddress network = InetAddress.getByName(cidr.substring(0, slash));
            int bits = network.getAddress().length * 8;
            int prefix = Integer.parseInt(cidr.substring(slash + 1));
            checkArgument(
                    prefix >= 0 && prefix <= bits, "\"%s\" has no prefix of 0 to %d", cidr, bits);
            return new AddressRange(network, prefix);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + cidr + "\" is no address block, required for example 192.168.1.0/24", e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] one = address.getAddress();
        byte[] other = network.getAddress();
        if (one.length != other.length) {
            return false;
        }
        int shift = one.length * 8 - prefix;
        return new BigInteger(1, one)
                .shiftRight(shift)
                .equals(new BigInteger(1, other).shiftRight(shift));
    }

    static boolean isPublic(InetAddress address) {
        return NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
    }

    static boolean isMetadata(InetAddress address) {
        return METADATA.stream().anyMatch(range -> range.contains(address));
    }

    /**
     * The IPv4 address within an IPv6 address that carries one (mapped, NAT64 or 6to4), else
     * itself.
     */
    static InetAddress plain(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 16 && NAT64.contains(address)) {
            return four(bytes, 12);
        }
        if (bytes.length == 16 && SIX_TO_FOUR.contains(address)) {
            return four(bytes, 2);
        }
        return address; // Java gives mapped addresses as IPv4 already
    }

    private static InetAddress four(byte[] bytes, int at) {
        try {
            return InetAddress.getByAddress(java.util.Arrays.copyOfRange(bytes, at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }

    private static List<AddressRange> ranges(String... cidrs) {
        return java.util.Arrays.stream(cidrs).map(AddressRange::parse).toList();
    }
}

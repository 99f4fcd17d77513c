package io.watchword.sinks.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses a webhook may reach. Public ones are free; private ones, this machine among them,
 * only where the operator allows them; those of metadata services never.
 */
public final class EgressPolicy {
    private static final List<AddressBlock> METADATA =
            blocks(
                    "169.254.169.254/32",
                    "169.254.170.0/24",
                    "100.100.100.200/32",
                    "192.0.0.192/32",
                    "168.63.129.16/32",
                    "fd00:ec2::/32",
                    "fd20:ce::/32");
    private static final List<AddressBlock> NOT_PUBLIC =
            blocks(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
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
                    "3fff::/20",
                    "fc00::/7",
                    "fe80::/9",
                    "ff00::/8");

    /** Blocks of IPv6 whose addresses carry one of IPv4, and at which byte. */
    private static final AddressBlock NAT64 = AddressBlock.parse("64:ff9b::/96");

    private static final AddressBlock SIX_TO_FOUR = AddressBlock.parse("2002::/16");

    private final List<AddressBlock> allowed;

    /**
     * @param allow blocks of addresses that are not public, as {@code 192.168.1.0/24}
     * @throws IllegalArgumentException if an entry is none
     */
    public EgressPolicy(List<String> allow) {
        this.allowed = allow.stream().map(String::strip).map(AddressBlock::parse).toList();
    }

    /** Why this address may not be reached, or empty if it may. */
    public Optional<String> problem(String host, InetAddress found) {
        InetAddress address = plain(found);
        String shown = host + " is " + address.getHostAddress();
        if (within(METADATA, address)) {
            return Optional.of(shown + ", a metadata service: never reached");
        }
        if (!within(NOT_PUBLIC, address) || within(allowed, address)) {
            return Optional.empty();
        }
        return Optional.of(
                shown + ", not a public address: required an entry of egress.allow that covers it");
    }

    private static boolean within(List<AddressBlock> blocks, InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    /** The IPv4 address within an IPv6 address that carries one, else itself. */
    private static InetAddress plain(InetAddress address) {
        byte[] bytes = address.getAddress();
        int at = NAT64.contains(address) ? 12 : SIX_TO_FOUR.contains(address) ? 2 : -1;
        if (at < 0) {
            return address; // Java gives mapped addresses as IPv4 already
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }

    private static List<AddressBlock> blocks(String... cidrs) {
        return Stream.of(cidrs).map(AddressBlock::parse).toList();
    }
}

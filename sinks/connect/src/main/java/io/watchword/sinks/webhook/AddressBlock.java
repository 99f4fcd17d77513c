package io.watchword.sinks.webhook;

import static io.watchword.contract.Checks.checkArgument;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of addresses. */
record AddressBlock(InetAddress network, int prefix) {
    /**
     * @throws IllegalArgumentException if the text is no CIDR block; names are not looked up
     */
    static AddressBlock parse(String cidr) {
        String[] parts = cidr.split("/", -1);
        checkArgument(
                parts.length == 2
                        && parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
                        && parts[1].matches("[0-9]{1,3}"),
                "\"%s\" is no address block, required for example 192.168.1.0/24",
                cidr);
        try {
            InetAddress network = InetAddress.getByName(parts[0]);
            int prefix = Integer.parseInt(parts[1]);
            int bits = network.getAddress().length * 8;
            checkArgument(prefix <= bits, "\"%s\" has no prefix of 0 to %d", cidr, bits);
            return new AddressBlock(network, prefix);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("\"" + cidr + "\" is no address block", e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        int bits = network.getAddress().length * 8;
        return other.length * 8 == bits
                && high(other, bits).equals(high(network.getAddress(), bits));
    }

    private BigInteger high(byte[] address, int bits) {
        return new BigInteger(1, address).shiftRight(bits - prefix);
    }
}

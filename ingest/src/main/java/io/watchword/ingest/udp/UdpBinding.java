package io.watchword.ingest.udp;

import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.ForbiddenAddressException;
import io.watchword.ingest.fetch.Target;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where datagrams are taken: a group, on the interface that is named or on each that can; or an
 * address of this machine, which is loopback unless an interface is named.
 */
final class UdpBinding {
    private static final int RECEIVE_BYTES = 4 << 20; // the system may give less

    private UdpBinding() {}

    /** A channel that does not block. */
    static DatagramChannel open(Target target, EgressGuard guard) throws IOException {
        InetAddress address = guard.resolve(target.host(), target.port()).get(0);
        NetworkInterface named = named(target.options().get("interface"));
        boolean v4 = address instanceof Inet4Address;
        DatagramChannel channel =
                DatagramChannel.open(
                        v4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
            if (address.isMulticastAddress()) {
                // Others on this machine may listen, too; bound to the group, to nothing else.
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(address, target.port()));
                join(channel, address, named);
            } else {
                InetAddress local = named == null ? loopback(address) : local(named, v4);
                channel.bind(new InetSocketAddress(local, target.port()));
            }
            channel.configureBlocking(false);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable NetworkInterface named(@Nullable String name) throws IOException {
        if (name == null) {
            return null;
        }
        NetworkInterface found = NetworkInterface.getByName(name);
        if (found == null) {
            throw new SocketException("there is no network interface " + name);
        }
        return found;
    }

    private static void join(
            DatagramChannel channel, InetAddress group, @Nullable NetworkInterface named)
            throws IOException {
        List<NetworkInterface> all =
                named == null
                        ? NetworkInterface.networkInterfaces().filter(UdpBinding::canJoin).toList()
                        : List.of(named);
        if (all.isEmpty()) {
            throw new SocketException("no network interface takes multicast");
        }
        for (NetworkInterface one : all) {
            channel.join(group, one);
        }
    }

    private static boolean canJoin(NetworkInterface one) {
        try {
            return one.isUp() && one.supportsMulticast();
        } catch (SocketException e) {
            return false; // it went away
        }
    }

    private static InetAddress loopback(InetAddress address) throws ForbiddenAddressException {
        if (!address.isLoopbackAddress()) {
            throw new ForbiddenAddressException(
                    address.getHostAddress()
                            + " is not loopback: required the option interface, for example eth0");
        }
        return address;
    }

    private static InetAddress local(NetworkInterface named, boolean v4) throws SocketException {
        return named.inetAddresses()
                .filter(address -> address instanceof Inet4Address == v4)
                .findFirst()
                .orElseThrow(() -> new SocketException("the interface has no such address"));
    }
}

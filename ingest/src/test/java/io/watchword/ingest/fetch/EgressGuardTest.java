package io.watchword.ingest.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {
    private static final List<String> EVERYTHING = List.of("0.0.0.0/0", "::/0");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.216.34",
                "1.1.1.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.255.255",
                "223.255.255.255",
                "2606:4700::1111",
                "::ffff:1.1.1.1", // mapped
                "64:ff9b::101:101" // 1.1.1.1 behind NAT64
            })
    void publicAddressesNeedNoEntry(String address) throws IOException {
        assertThat(guard().resolve(address, 80)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.1.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.2.1",
                "192.168.1.10",
                "198.18.0.1",
                "224.0.0.1",
                "239.255.255.250",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1", // 127.0.0.1 behind NAT64
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "2002:7f00:1::", // 127.0.0.1 by 6to4
                "2001::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "ff02::1",
                "2130706433", // 127.0.0.1 as one number
                "127.1"
            })
    void addressesThatAreNotPublicAreRefused(String address) {
        assertThatThrownBy(() -> guard().resolve(address, 80))
                .isInstanceOf(ForbiddenAddressException.class)
                .hasMessageContaining("ingest.egress.allow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.170.2",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "fd00:ec2::254",
                "2852039166" // 169.254.169.254 as one number
            })
    void metadataServicesAreRefusedWhateverIsAllowed(String address) {
        assertThatThrownBy(() -> guard(EVERYTHING).resolve(address, 80))
                .isInstanceOf(ForbiddenAddressException.class)
                .hasMessageContaining("metadata");
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.0/24, 192.168.1.7, 554, true",
        "192.168.1.0/24, 192.168.2.7, 554, false",
        "192.168.1.0/24:554, 192.168.1.7, 554, true",
        "192.168.1.0/24:554, 192.168.1.7, 80, false",
        "fd12::/16, fd12::9, 80, true",
        "fd12::/16:8080, fd12::9, 8080, true",
        "fd12::/16:8080, fd12::9, 80, false",
        "fd12::/16, fd13::9, 80, false",
        "10.0.0.0/8, ::ffff:10.0.0.1, 80, true",
        "10.0.0.0/8, 64:ff9b::a00:1, 80, true"
    })
    void anEntryAllowsItsAddressesAndItsPort(
            String entry, String address, int port, boolean allowed) {
        if (allowed) {
            assertThat(resolved(guard(List.of(entry)), address, port)).isTrue();
        } else {
            assertThat(resolved(guard(List.of(entry)), address, port)).isFalse();
        }
    }

    @Test
    void aNamedHostIsAllowedAtItsPortOnly() throws IOException {
        EgressGuard guard = new EgressGuard(List.of("Camera.local:554"), answers("192.168.1.7"));

        assertThat(guard.resolve("camera.local", 554))
                .containsExactly(InetAddress.getByName("192.168.1.7"));
        assertThat(resolved(guard, "camera.local", 80)).isFalse();
        assertThat(resolved(guard, "other.local", 554)).isFalse();
    }

    @Test
    void aNamedHostIsNoWayToAMetadataService() {
        EgressGuard guard = new EgressGuard(List.of("camera.local:80"), answers("169.254.169.254"));

        assertThat(resolved(guard, "camera.local", 80)).isFalse();
    }

    @Test
    void oneForbiddenAddressAmongManyRefusesTheName() {
        EgressGuard guard = new EgressGuard(List.of(), answers("1.1.1.1", "10.0.0.1"));

        assertThat(resolved(guard, "two.example", 80)).isFalse();
    }

    @Test
    void aNameThatChangesItsMindIsRefusedTheSecondTime() throws IOException {
        Deque<String> answers = new ArrayDeque<>(List.of("1.1.1.1", "127.0.0.1"));
        EgressGuard guard =
                new EgressGuard(
                        List.of(),
                        host -> new InetAddress[] {InetAddress.getByName(answers.removeFirst())});

        List<InetAddress> first = guard.resolve("rebind.example", 80);

        assertThat(first).containsExactly(InetAddress.getByName("1.1.1.1"));
        assertThat(resolved(guard, "rebind.example", 80)).isFalse();
        assertThat(answers).isEmpty();
    }

    @Test
    void aNameWithoutAddressesIsUnknown() {
        assertThatThrownBy(() -> new EgressGuard(List.of(), answers()).resolve("none.example", 80))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void whatComesBackIsTheAddressWithinANat64Address() throws IOException {
        assertThat(guard().resolve("64:ff9b::101:101", 80))
                .containsExactly(InetAddress.getByName("1.1.1.1"));
    }

    private static EgressGuard guard() {
        return guard(List.of());
    }

    private static EgressGuard guard(List<String> allow) {
        return new EgressGuard(allow, HostResolver.SYSTEM);
    }

    private static boolean resolved(EgressGuard guard, String host, int port) {
        try {
            return !guard.resolve(host, port).isEmpty();
        } catch (ForbiddenAddressException e) {
            return false;
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static HostResolver answers(String... addresses) {
        return host ->
                Arrays.stream(addresses).map(EgressGuardTest::address).toArray(InetAddress[]::new);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}

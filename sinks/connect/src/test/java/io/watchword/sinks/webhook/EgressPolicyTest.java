package io.watchword.sinks.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
    private static final EgressPolicy EVERYTHING = new EgressPolicy(List.of("0.0.0.0/0", "::/0"));

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"})
    void letsPublicAddressesPass(String address) throws UnknownHostException {
        assertThat(new EgressPolicy(List.of()).problem("h", at(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.5",
                "100.64.0.1",
                "169.254.1.1",
                "0.0.0.0",
                "fe80::1",
                "fc00::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "224.0.0.1"
            })
    void stopsPrivateAddressesUnlessAllowed(String address) throws UnknownHostException {
        assertThat(new EgressPolicy(List.of()).problem("h", at(address)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("egress.allow"));
        assertThat(EVERYTHING.problem("h", at(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "100.100.100.200",
                "fd00:ec2::254",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe"
            })
    void neverLetsMetadataServicesPass(String address) throws UnknownHostException {
        assertThat(EVERYTHING.problem("h", at(address)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("metadata"));
    }

    @Test
    void refusesWhatIsNoBlock() {
        assertThatThrownBy(() -> new EgressPolicy(List.of("example.com")))
                .hasMessageContaining("\"example.com\" is no address block");
        assertThatThrownBy(() -> new EgressPolicy(List.of("10.0.0.0/99")))
                .hasMessageContaining("prefix");
    }

    private static InetAddress at(String address) throws UnknownHostException {
        return InetAddress.getByName(address);
    }
}

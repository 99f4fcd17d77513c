package io.watchword.view.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.view.access.Audit;
import io.watchword.view.access.Tenants;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that others reach: behind a proxy, or with TLS of its own. */
class ElsewhereTest {
    private final Tenants tenants = new Tenants();

    @Test
    void withoutALoginNoOtherAddressIsBound() {
        assertThatThrownBy(
                        () ->
                                new ViewServer.Settings(
                                        new ViewAddress(
                                                "0.0.0.0", 0, List.of(), true, Optional.empty()),
                                        Optional.empty(),
                                        ViewLimits.DEFAULT,
                                        "1"))
                .hasMessageContaining("0.0.0.0 lets others in: required access control");
    }

    /** The answer to a request with exactly these headers. */
    private static String ask(ServedView served, String request, String... headers)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), served.server.port()));
            return ask(socket, request, headers);
        }
    }

    private static String ask(Socket socket, String request, String... headers) throws IOException {
        String all = request + " HTTP/1.1\r\n" + String.join("\r\n", headers);
        socket.getOutputStream()
                .write((all + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void behindAProxyTheCookieIsSecureAndTheOriginThatOfTheProxy() throws IOException {
        ViewAddress address =
                new ViewAddress(
                        "127.0.0.1", 0, List.of("watch.example.org"), true, Optional.empty());
        String secret = tenants.give("wall", "all");
        try (ServedView served = ServedView.start(address, Optional.of(tenants.control))) {
            String body = "{\"token\":\"" + secret + "\"}";
            String length = "Content-Length: " + body.length() + "\r\n\r\n" + body;
            String own =
                    ask(
                            served,
                            "POST /api/v1/session",
                            "Host: watch.example.org",
                            "Origin: https://watch.example.org",
                            "X-Forwarded-For: 6.6.6.6, 203.0.113.9",
                            "Content-Type: application/json",
                            "Connection: close",
                            length);
            String plain =
                    ask(
                            served,
                            "POST /api/v1/session",
                            "Host: watch.example.org",
                            "Origin: http://watch.example.org",
                            "Content-Type: application/json",
                            "Connection: close",
                            length);

            assertThat(own)
                    .contains(
                            "201 Created",
                            "__Host-watchword=",
                            "; Path=/; HttpOnly; SameSite=Strict; Secure",
                            "Strict-Transport-Security: ");
            assertThat(plain).contains("FORBIDDEN_ORIGIN");
            assertThat(ask(served, "GET /livez", "Host: evil.example")).contains("421 ");
            assertThat(ask(served, "GET /livez", "Host: watch.example.org:8080"))
                    .contains("200 OK");
            assertThat(tenants.noted)
                    .extracting(Audit.Entry::from)
                    .containsExactly("203.0.113.9"); // what the proxy says, not the caller
        }
    }

    @Test
    void withoutAProxyNobodySaysWhereACallComesFrom() throws IOException {
        try (ServedView served =
                ServedView.start(ViewAddress.local(0), Optional.of(tenants.control))) {
            String refused =
                    ask(
                            served,
                            "GET /api/v1/streams",
                            "Host: localhost",
                            "X-Forwarded-For: 203.0.113.9",
                            "Forwarded: for=203.0.113.9;proto=https;host=evil.example");

            assertThat(refused).contains("401 ");
            assertThat(tenants.noted).extracting(Audit.Entry::from).containsExactly("127.0.0.1");
        }
    }

    @Test
    void overTlsItShowsItsCertificateAndSpeaksNothingElse(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        Process made =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "a",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                "changeit",
                                "-validity",
                                "2")
                        .redirectErrorStream(true)
                        .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("a").getEncoded()));
        Files.writeString(
                key, pem("PRIVATE KEY", keys.getKey("a", "changeit".toCharArray()).getEncoded()));
        ViewAddress address =
                new ViewAddress(
                        "127.0.0.1",
                        0,
                        List.of(),
                        false,
                        Optional.of(new ViewAddress.TlsFiles(certificate, key)));
        try (ServedView served = ServedView.start(address, Optional.of(tenants.control));
                Socket socket =
                        trusting(keys)
                                .getSocketFactory()
                                .createSocket("localhost", served.server.port())) {
            String answer =
                    ask(
                            socket,
                            "GET /api/v1/streams",
                            "Host: localhost",
                            "Authorization: Bearer " + tenants.give("wall", "read:*"));

            assertThat(answer).contains("200 OK", "{\"streams\":[");
            assertThat(ask(served, "GET /livez", "Host: localhost")).doesNotContain("200 OK");
        }
        Files.writeString(key, "-----BEGIN EC PRIVATE KEY-----\n");
        assertThatThrownBy(() -> ServedView.start(address, Optional.of(tenants.control)))
                .hasMessageContaining("access.tls.key: " + key + " holds no key in PKCS #8");
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(what, java.util.Base64.getMimeEncoder().encodeToString(bytes), what);
    }

    private static SSLContext trusting(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}

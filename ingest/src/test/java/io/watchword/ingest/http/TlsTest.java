package io.watchword.ingest.http;

import static io.watchword.ingest.http.Fetching.media;
import static io.watchword.ingest.http.Fetching.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.testing.CollectingSink;
import io.watchword.ingest.testing.HlsServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final byte[] MEDIA = media(1, 1000);

    private final CollectingSink sink = new CollectingSink();
    private final Path folder;

    TlsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        try (HlsServer server = HlsServer.start(identity("ip:127.0.0.1"));
                Fetching fetching = Fetching.allowed(server)) {
            server.put("/clip", MEDIA);

            FetchResult result = fetching.run(server.url("/clip"), sink);

            assertThat(result.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(result.detail()).contains("ingest.egress.certificates");
            assertThat(server.hits()).isZero();
        }
    }

    @Test
    void anOperatorsOwnAuthorityIsTrusted() throws Exception {
        try (HlsServer server = HlsServer.start(identity("ip:127.0.0.1"));
                Fetching fetching = trusting(server)) {
            server.put("/clip", MEDIA);

            assertThat(fetching.run(server.url("/clip"), sink).kind()).isEqualTo(Kind.ENDED);
            assertThat(sink.bytes()).isEqualTo(MEDIA);
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        try (HlsServer server = HlsServer.start(identity("dns:other.example"));
                Fetching fetching = trusting(server)) {
            server.put("/clip", MEDIA);

            assertThat(fetching.run(server.url("/clip"), sink).kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(server.hits()).isZero();
        }
    }

    @Test
    void aPasswordIsNotTakenFromHttpsToHttp() throws Exception {
        try (HlsServer server = HlsServer.start(identity("ip:127.0.0.1"));
                HlsServer plain = HlsServer.start();
                Fetching fetching = trusting(server, plain)) {
            server.redirect("/clip", plain.url("/clip"));
            plain.put("/clip", MEDIA);

            FetchResult result =
                    fetching.run(
                            Fetching.with(target(server.url("/clip")), "yard", "s3cret"), sink);

            assertThat(result.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(plain.hits()).isZero();
        }
    }

    @Test
    void aFileWithoutCertificatesIsRefusedAtOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("empty.pem"), "nothing here\n");

        assertThatThrownBy(
                        () ->
                                new HttpFetchers(
                                        new io.watchword.ingest.fetch.EgressGuard(
                                                List.of(), HostResolver.SYSTEM),
                                        Fetching.LIMITS,
                                        io.watchword.ingest.IngestConfig.DEFAULT.live(),
                                        Optional.of(file),
                                        System::nanoTime))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ingest.egress.certificates");
    }

    private Fetching trusting(HlsServer... servers) {
        List<String> entries =
                java.util.Arrays.stream(servers)
                        .map(each -> "127.0.0.1/32:" + each.port())
                        .toList();
        return Fetching.allowed(
                entries, HostResolver.SYSTEM, Optional.of(folder.resolve("own.pem")));
    }

    /**
     * A self-signed certificate, made by the JDK's own tool; its PEM file is left in the folder.
     */
    private SSLContext identity(String name)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("identity.p12");
        Process tool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=test",
                                "-ext",
                                "san=" + name,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .start();
        tool.getInputStream().readAllBytes();
        assertThat(tool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Files.writeString(
                folder.resolve("own.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("server").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}

package io.watchword.view.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A server's certificate and key, from PEM files. */
final class Tls {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

    private Tls() {}

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException naming the file that cannot be used
     */
    static SslContextFactory.Server of(Path certificate, Path key) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] none = new char[0];
            store.setKeyEntry("server", key(key), none, chain(certificate));
            SslContextFactory.Server server = new SslContextFactory.Server();
            server.setKeyStore(store);
            server.setKeyStorePassword("");
            server.setIncludeProtocols("TLSv1.3", "TLSv1.2");
            server.setSniRequired(false);
            return server;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("access.tls cannot be used: " + e.getMessage(), e);
        }
    }

    private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (chain.isEmpty()) {
                throw new IllegalArgumentException(
                        "access.tls.certificate: " + file + " holds no certificate");
            }
            return chain.toArray(Certificate[]::new);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "access.tls.certificate: " + file + " cannot be read", e);
        }
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException {
        String text;
        try {
            text = Files.readString(file, US_ASCII);
        } catch (IOException e) {
            throw new IllegalArgumentException("access.tls.key: " + file + " cannot be read", e);
        }
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "access.tls.key: " + file + " holds no key in PKCS #8 (" + BEGIN + ")");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
        for (String kind : KINDS) {
            Optional<PrivateKey> found = key(kind, bytes);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalArgumentException(
                "access.tls.key: " + file + " holds no key of " + String.join(", ", KINDS));
    }

    private static Optional<PrivateKey> key(String kind, byte[] bytes)
            throws GeneralSecurityException {
        try {
            return Optional.of(
                    KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        } catch (InvalidKeySpecException e) { // of another kind
            return Optional.empty();
        }
    }
}

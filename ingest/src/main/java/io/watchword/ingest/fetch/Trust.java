package io.watchword.ingest.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which authorities may vouch for a source: those that Java trusts, and an operator's own. */
public final class Trust {
    private Trust() {}

    /**
     * @param certificates PEM file
     * @throws IOException if the file cannot be read or holds no certificates
     */
    public static SSLContext context(Optional<Path> certificates) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate authority : javasOwn()) {
                store.setCertificateEntry("java-" + store.size(), authority);
            }
            if (certificates.isPresent()) {
                add(certificates.get(), store);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(store), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("ingest.egress.certificates holds no usable certificates", e);
        }
    }

    private static void add(Path file, KeyStore to) throws IOException, GeneralSecurityException {
        int before = to.size();
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                to.setCertificateEntry("own-" + to.size(), each);
            }
        }
        if (to.size() == before) {
            throw new GeneralSecurityException(file + " holds no certificates");
        }
    }

    private static X509Certificate[] javasOwn() throws GeneralSecurityException {
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager authorities) {
                return authorities.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static TrustManager[] managers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}

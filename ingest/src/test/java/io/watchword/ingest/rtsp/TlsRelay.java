package io.watchword.ingest.rtsp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** TLS in front of a plain server, for one connection, with a certificate of its own. */
final class TlsRelay implements AutoCloseable {
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    private final SSLContext context;
    private final SSLServerSocket listener;

    /**
     * @param name that the certificate is for, as keytool's {@code san} has it
     */
    TlsRelay(int plainPort, String name) throws IOException, GeneralSecurityException {
        context = context(certificate(name));
        listener =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        start("tls-relay", () -> relay(plainPort));
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Trusts this relay's certificate alone. */
    SSLSocketFactory trusting() {
        return context.getSocketFactory();
    }

    private void relay(int plainPort) {
        try (Socket secure = listener.accept();
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), plainPort)) {
            start("tls-relay-up", () -> copy(secure, plain));
            copy(plain, secure);
        } catch (IOException e) {
            // the client went away, or does not trust us
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            byte[] bytes = new byte[16 << 10];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                to.getOutputStream().write(bytes, 0, count);
            }
            to.close();
        } catch (IOException e) {
            // one of the two went away
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static KeyStore certificate(String name) throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("certificate");
        Path file = folder.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "camera",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=camera",
                                "-ext",
                                "san=" + name,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(STORE_PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        keytool.onExit().join();
        KeyStore store = KeyStore.getInstance(file.toFile(), STORE_PASSWORD);
        Files.delete(file);
        Files.delete(folder);
        return store;
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, STORE_PASSWORD);
        KeyStore trusted = trusted(store);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        return context;
    }

    private static KeyStore trusted(KeyStore store) throws GeneralSecurityException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("camera", store.getCertificate("camera"));
            return trusted;
        } catch (IOException e) {
            throw new IllegalStateException("an empty store needs no reading", e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

package io.watchword.ingest.rtsp;

import static io.watchword.contract.Checks.checkArgument;
import static io.watchword.contract.Checks.checkState;

import io.watchword.ingest.IngestConfig.Live;
import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.Fetcher;
import io.watchword.ingest.fetch.ForbiddenAddressException;
import io.watchword.ingest.fetch.MediaSink;
import io.watchword.ingest.fetch.Target;
import io.watchword.ingest.fetch.Target.Credentials;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Plays an RTSP source: its first pictures and its first sound, as RTP packets. They come over the
 * connection, or with the option {@code transport=udp} to ports of ours. {@link #run} is one
 * thread's, {@link #close} anyone's.
 */
public final class RtspFetcher implements Fetcher {
    private static final int MAX_REDIRECTS = 3;

    private final Target target;
    private final RtspDialer dialer;
    private final long responseTimeoutNs;
    private final long stallNs;
    private final boolean udp;
    private final SecureRandom random = new SecureRandom();
    private boolean used;

    /**
     * @param target rtsp or rtsps
     * @param tls for rtsps: whom to trust
     */
    public RtspFetcher(Target target, EgressGuard guard, SSLSocketFactory tls, Live live) {
        checkArgument(
                target.scheme().equals("rtsp") || target.scheme().equals("rtsps"),
                "%s is no RTSP address",
                target);
        String transport = target.options().getOrDefault("transport", "tcp");
        checkArgument(
                transport.equals("tcp") || transport.equals("udp"),
                "transport is \"%s\", required tcp or udp",
                transport);
        this.target = target;
        this.udp = transport.equals("udp");
        this.dialer = new RtspDialer(guard, tls, live.connectTimeout().toNanos());
        this.responseTimeoutNs = live.connectTimeout().toNanos();
        this.stallNs = live.stallTimeout().toNanos();
    }

    @Override
    public FetchResult run(MediaSink sink) {
        checkState(!used, "a fetcher is used once");
        used = true;
        FetchResult result = follow(sink);
        return dialer.isStopped() ? Failures.closed().result() : result;
    }

    private FetchResult follow(MediaSink sink) {
        RtspUrl url = new RtspUrl(target.scheme(), target.host(), target.port(), target.path());
        try {
            for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
                try {
                    play(url, sink);
                } catch (RtspRedirect e) {
                    url = e.location();
                }
            }
            throw Failures.protocol("more than " + MAX_REDIRECTS + " redirects");
        } catch (RtspFailure e) {
            return e.result();
        } catch (ForbiddenAddressException e) {
            return new FetchResult(FetchResult.Kind.FORBIDDEN_ADDRESS, message(e));
        } catch (UnknownHostException e) {
            return new FetchResult(
                    FetchResult.Kind.UNREACHABLE, "no address is known for " + url.host());
        } catch (SocketTimeoutException e) {
            return Failures.timeout("no TLS handshake", responseTimeoutNs).result();
        } catch (SSLException e) {
            return new FetchResult(
                    FetchResult.Kind.PROTOCOL, "no TLS connection with " + url.host());
        } catch (IOException e) {
            return new FetchResult(
                    FetchResult.Kind.DISCONNECTED, "the connection broke: " + message(e));
        }
    }

    private void play(RtspUrl url, MediaSink sink) throws IOException {
        try (RtspConnection connection = dialer.dial(url);
                MediaTransport transport =
                        udp
                                ? new UdpTransport(
                                        connection.localAddress(), connection.remoteAddress())
                                : new TcpTransport()) {
            RtspAuth auth = new RtspAuth(credentials(url), this::clientNonce);
            RtspExchange exchange = new RtspExchange(connection, auth, responseTimeoutNs);
            String address = url.authority() + url.path();
            new RtspSession(connection, exchange, auth, transport, url.host(), address, stallNs)
                    .run(sink);
        }
    }

    /** Another host, or a connection that anyone can read where the first was not, gets none. */
    private Optional<Credentials> credentials(RtspUrl url) {
        boolean same = url.host().equalsIgnoreCase(target.host());
        boolean weaker = target.scheme().equals("rtsps") && url.scheme().equals("rtsp");
        return same && !weaker ? target.credentials() : Optional.empty();
    }

    private String clientNonce() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String message(IOException e) {
        return String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        dialer.stop();
    }
}

package io.watchword.ingest.http;

import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.Target;
import io.watchword.ingest.hls.ByteRange;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one fetcher, one after the other. Used by one thread; {@link #close} is for any
 * thread and ends a request under way.
 */
final class HttpSession implements AutoCloseable {
    private static final int MAX_REDIRECTS = 5;

    private final CloseableHttpClient client;
    private final Deadlines deadlines;
    private final HttpAddress home;
    private final boolean hasCredentials;
    private final HttpClientContext context = HttpClientContext.create();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable HttpExchange current;

    HttpSession(GuardedClients clients, Deadlines deadlines, Target target) throws FetchException {
        this.home = HttpAddress.of(target);
        this.client = clients.open(home, target.credentials());
        this.deadlines = deadlines;
        this.hasCredentials = target.credentials().isPresent();
    }

    HttpAddress home() {
        return home;
    }

    /**
     * Asks and follows redirects, each of which is checked like the first address.
     *
     * @param withinNs longest time until the body has been read, unless the answer is told
     *     otherwise
     */
    HttpAnswer get(HttpAddress address, Map<String, String> headers, long withinNs)
            throws FetchException {
        HttpAddress at = address;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpAnswer answer = ask(at, headers, withinNs);
            if (!isRedirect(answer.status())) {
                return accept(answer);
            }
            String location = answer.header("Location").orElse("");
            answer.close();
            HttpAddress next = at.resolve(location);
            if (hasCredentials && at.secure() && !next.secure()) {
                throw new FetchException(Kind.PROTOCOL, at + " redirects from https to http");
            }
            at = next;
        }
        throw new FetchException(
                Kind.PROTOCOL, "%s redirects more than %d times".formatted(home, MAX_REDIRECTS));
    }

    /** A whole resource, or part of one. */
    Fetched fetch(
            HttpAddress address,
            Optional<ByteRange> range,
            long maxBytes,
            long withinNs,
            String what)
            throws FetchException {
        if (range.isPresent() && range.get().length() > maxBytes) {
            throw new FetchException(
                    Kind.LIMIT_EXCEEDED, "%s has more than %d bytes".formatted(what, maxBytes));
        }
        Map<String, String> headers =
                range.map(r -> Map.of("Range", "bytes=" + r.offset() + "-" + (r.end() - 1)))
                        .orElse(Map.of());
        try (HttpAnswer answer = get(address, headers, withinNs)) {
            byte[] bytes = answer.readAll(maxBytes, what);
            boolean whole = range.isEmpty() || answer.status() == 206;
            if (range.isPresent() && (!whole || bytes.length != range.get().length())) {
                throw new FetchException(
                        Kind.PROTOCOL, answer.address() + " does not give parts of a file");
            }
            return new Fetched(bytes, answer.address());
        }
    }

    /**
     * @param address where the bytes came from, after redirects
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Fetched(byte[] bytes, HttpAddress address) {}

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static HttpAnswer accept(HttpAnswer answer) throws FetchException {
        String coding = answer.header("Content-Encoding").orElse("identity");
        if (answer.status() != 200 && answer.status() != 206) {
            answer.close();
            throw Failures.status(answer.status(), answer.address());
        }
        if (!coding.equalsIgnoreCase("identity")) {
            answer.close();
            throw new FetchException(
                    Kind.PROTOCOL, answer.address() + " sends packed bytes that nobody asked for");
        }
        return answer;
    }

    private HttpAnswer ask(HttpAddress at, Map<String, String> headers, long withinNs)
            throws FetchException {
        HttpUriRequestBase request = new HttpUriRequestBase("GET", URI.create("/"));
        request.setScheme(at.scheme());
        request.setAuthority(new URIAuthority(at.host(), at.port()));
        request.setPath(at.pathAndQuery());
        request.setHeader("Accept", "*/*");
        request.setHeader("Accept-Encoding", "identity");
        headers.forEach(request::setHeader);
        HttpExchange exchange = new HttpExchange(request::cancel, deadlines, withinNs);
        current = exchange;
        if (isClosed()) { // asked after current is set: either side sees the other
            exchange.cancel();
        }
        try {
            ClassicHttpResponse response =
                    client.executeOpen(
                            new HttpHost(at.scheme(), at.host(), at.port()), request, context);
            return new HttpAnswer(this, exchange, response, at);
        } catch (IOException e) {
            exchange.done();
            throw failure(exchange, e, at);
        } catch (IllegalStateException e) {
            exchange.done();
            if (isClosed()) { // the client says so when it is closed meanwhile
                throw new FetchException(Kind.CLOSED, "closed");
            }
            throw e;
        }
    }

    FetchException failure(HttpExchange exchange, IOException failure, HttpAddress at) {
        if (isClosed()) {
            return new FetchException(Kind.CLOSED, "closed");
        }
        if (exchange.isLate()) {
            return new FetchException(Kind.TIMEOUT, at + " answers too slowly");
        }
        return Failures.of(failure, at);
    }

    /** Gives the connection back if the body was read to its end, else breaks it. */
    void finish(HttpExchange exchange, ClassicHttpResponse response, boolean ended) {
        exchange.done();
        if (!ended) {
            exchange.cancel(); // closing alone would read the rest of a body that may be endless
        }
        try {
            response.close();
        } catch (IOException e) {
            exchange.cancel(); // nothing more is wanted from this connection
        }
        current = null;
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits; false if this was closed meanwhile. */
    boolean pause(long delayNs) {
        try {
            return !closed.await(delayNs, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        HttpExchange exchange = current;
        if (exchange != null) {
            exchange.cancel();
        }
        client.close(CloseMode.IMMEDIATE);
    }
}

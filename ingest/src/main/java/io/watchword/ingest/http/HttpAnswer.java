package io.watchword.ingest.http;

import io.watchword.ingest.fetch.FetchResult.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** A successful answer whose body is being read. Owns the connection until it is closed. */
final class HttpAnswer implements AutoCloseable {
    private final HttpSession session;
    private final HttpExchange exchange;
    private final ClassicHttpResponse response;
    private final HttpAddress address;
    private final InputStream body;
    private byte[] peeked = new byte[0];
    private int peekedFrom;
    private boolean ended;

    HttpAnswer(
            HttpSession session,
            HttpExchange exchange,
            ClassicHttpResponse response,
            HttpAddress address)
            throws IOException {
        this.session = session;
        this.exchange = exchange;
        this.response = response;
        this.address = address;
        HttpEntity entity = response.getEntity();
        this.body = entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    /** Where the answer came from, after redirects. */
    HttpAddress address() {
        return address;
    }

    int status() {
        return response.getCode();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /** Lower case, without parameters; empty if not told. */
    String contentType() {
        return header("Content-Type").orElse("").split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** -1 if not told. */
    long contentLength() {
        return response.getEntity() == null ? 0 : response.getEntity().getContentLength();
    }

    /** Whether the end of the body can be told from a broken connection. */
    boolean endIsMarked() {
        return contentLength() >= 0
                || response.getEntity() == null
                || response.getEntity().isChunked();
    }

    /** The first bytes, which are read again later. */
    byte[] peek(int length) throws FetchException {
        byte[] bytes = new byte[length];
        int filled = 0;
        while (filled < length) {
            int read = read(bytes, filled, length - filled);
            if (read < 0) {
                break;
            }
            filled += read;
        }
        peeked = Arrays.copyOf(bytes, filled);
        peekedFrom = 0;
        return peeked;
    }

    int read(byte[] into, int offset, int length) throws FetchException {
        if (peekedFrom < peeked.length) {
            int copied = Math.min(length, peeked.length - peekedFrom);
            System.arraycopy(peeked, peekedFrom, into, offset, copied);
            peekedFrom += copied;
            return copied;
        }
        try {
            int read = body.read(into, offset, length);
            ended |= read < 0;
            return read;
        } catch (IOException e) {
            throw session.failure(exchange, e, address);
        }
    }

    /** The whole rest of the body. */
    byte[] readAll(long maxBytes, String what) throws FetchException {
        if (contentLength() > maxBytes) {
            throw tooLarge(maxBytes, what);
        }
        int known = (int) Math.min(Math.max(contentLength(), 8 << 10), 1 << 20);
        byte[] bytes = new byte[(int) Math.min(known, maxBytes) + 1];
        int filled = 0;
        while (true) {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, maxBytes + 1));
            }
            int read = read(bytes, filled, bytes.length - filled);
            if (read < 0) {
                return Arrays.copyOf(bytes, filled);
            }
            filled += read;
            if (filled > maxBytes) {
                throw tooLarge(maxBytes, what);
            }
        }
    }

    private FetchException tooLarge(long maxBytes, String what) {
        return new FetchException(
                Kind.LIMIT_EXCEEDED,
                "%s of %s has more than %d bytes".formatted(what, address, maxBytes));
    }

    /** Lets the body take as long as it likes from here on, as endless ones do. */
    void withoutDeadline() {
        exchange.done();
    }

    @Override
    public void close() {
        session.finish(exchange, response, ended);
    }
}

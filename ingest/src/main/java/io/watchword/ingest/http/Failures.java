package io.watchword.ingest.http;

import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.ForbiddenAddressException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/**
 * What HTTP's failures mean. The library's own texts are left out: they may hold an address with
 * its secrets.
 */
final class Failures {
    private Failures() {}

    static FetchException of(IOException failure, HttpAddress at) {
        if (failure instanceof FetchException known) {
            return known;
        }
        if (failure instanceof UnknownHostException) {
            return failure.getCause() instanceof ForbiddenAddressException refused
                    ? new FetchException(
                            Kind.FORBIDDEN_ADDRESS, String.valueOf(refused.getMessage()))
                    : new FetchException(Kind.UNREACHABLE, "nobody knows an address of " + at);
        }
        if (failure instanceof ConnectTimeoutException || failure instanceof ConnectException) {
            return new FetchException(Kind.UNREACHABLE, at + " takes no connection");
        }
        if (failure instanceof NoRouteToHostException) {
            return new FetchException(Kind.UNREACHABLE, "no route to " + at);
        }
        if (failure instanceof SocketTimeoutException) {
            return new FetchException(Kind.TIMEOUT, at + " says nothing");
        }
        if (failure instanceof SSLException) {
            return new FetchException(
                    Kind.PROTOCOL,
                    at
                            + " offers no TLS connection with a certificate that is trusted"
                            + " (more authorities: ingest.egress.certificates)");
        }
        if (failure instanceof MessageConstraintException) {
            return new FetchException(
                    Kind.LIMIT_EXCEEDED, at + " sends more headers than anybody needs");
        }
        boolean malformed =
                failure instanceof MalformedChunkCodingException
                        && !(failure instanceof TruncatedChunkException);
        if (malformed || failure instanceof ClientProtocolException) {
            return new FetchException(Kind.PROTOCOL, at + " speaks no HTTP that can be followed");
        }
        return new FetchException(Kind.DISCONNECTED, at + " broke the connection");
    }

    /** What a status other than success means. */
    static FetchException status(int status, HttpAddress at) {
        Kind kind =
                switch (status) {
                    case 401, 403, 407 -> Kind.UNAUTHENTICATED;
                    case 404, 410 -> Kind.NOT_FOUND;
                    case 408, 429 -> Kind.UNREACHABLE;
                    default -> status >= 500 ? Kind.UNREACHABLE : Kind.PROTOCOL;
                };
        return new FetchException(kind, at + " answers " + status);
    }
}

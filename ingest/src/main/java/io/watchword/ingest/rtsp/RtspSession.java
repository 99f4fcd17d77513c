package io.watchword.ingest.rtsp;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.MediaSink;
import io.watchword.ingest.rtsp.SessionDescription.Media;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One presentation, from the first question to the last word, over one connection. */
final class RtspSession {
    private final RtspConnection connection;
    private final RtspExchange exchange;
    private final RtspAuth auth;
    private final MediaTransport transport;
    private final String host;
    private final String address;
    private final long stallNs;
    private @Nullable KeepAlive session;
    private String aggregate;

    /**
     * @param host that was asked for, before names were looked up
     * @param address of the presentation, without name and password
     */
    RtspSession(
            RtspConnection connection,
            RtspExchange exchange,
            RtspAuth auth,
            MediaTransport transport,
            String host,
            String address,
            long stallNs) {
        this.connection = connection;
        this.exchange = exchange;
        this.auth = auth;
        this.transport = transport;
        this.host = host;
        this.address = address;
        this.aggregate = address;
        this.stallNs = stallNs;
    }

    /** Plays; ends by an exception alone. */
    void run(MediaSink sink) throws IOException {
        try {
            play(sink);
        } catch (RtspFailure e) {
            if (e.result().kind() != FetchResult.Kind.DISCONNECTED) {
                leave();
            }
            throw e;
        }
    }

    private void play(MediaSink sink) throws IOException {
        boolean parameters = offersParameters();
        RtspMessage described = ask("DESCRIBE", address, "Accept: application/sdp\r\n");
        ControlUrls urls = ControlUrls.of(described, address, host, connection.remoteAddress());
        SessionDescription offered = SessionDescription.parse(described.body());
        List<Media> media = offered.chosen();
        DecoderDescription description = DecoderDescription.of(media);
        aggregate = urls.aggregate(offered.control());
        for (int i = 0; i < media.size(); i++) {
            setUp(i, urls.resolve(media.get(i).attribute("control").orElse("*")), parameters);
        }
        if (session == null) {
            throw Failures.protocol("the server named no session");
        }
        PacketTaker taker = new PacketTaker(sink, description);
        transport.handTo(taker); // servers may send packets before they answer PLAY
        ask("PLAY", aggregate, session.header() + "Range: npt=0.000-\r\n");
        taker.open();
        session.started(System.nanoTime());
        transport.receive(new LiveSession(connection, exchange, auth, session, taker, stallNs));
    }

    /** Servers that do not know OPTIONS play all the same. */
    private boolean offersParameters() throws IOException {
        RtspMessage options = exchange.request("OPTIONS", address, "", transport);
        if (options.status() >= 300 && options.status() < 400) {
            RtspExchange.require("OPTIONS", options);
        }
        return options.header("public")
                .orElse("")
                .toUpperCase(Locale.ROOT)
                .contains("GET_PARAMETER");
    }

    private void setUp(int medium, String url, boolean parameters) throws IOException {
        String headers = "Transport: " + transport.offer(medium) + "\r\n";
        RtspMessage granted =
                ask("SETUP", url, session == null ? headers : headers + session.header());
        transport.granted(
                medium,
                granted.header("transport")
                        .orElseThrow(() -> Failures.protocol("SETUP granted no transport")));
        if (session == null) {
            String named =
                    granted.header("session")
                            .orElseThrow(() -> Failures.protocol("SETUP named no session"));
            session = KeepAlive.of(exchange, aggregate, named, parameters);
        }
    }

    private RtspMessage ask(String method, String url, String headers) throws IOException {
        return RtspExchange.require(method, exchange.request(method, url, headers, transport));
    }

    private void leave() {
        if (session != null) {
            connection.farewell(exchange.farewell("TEARDOWN", aggregate, session.header()));
        }
    }
}

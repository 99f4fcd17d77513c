package io.watchword.ingest.http;

import io.watchword.ingest.IngestConfig.Limits;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.Fetcher;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.fetch.MediaSink;
import io.watchword.ingest.hls.PlaylistReader;
import java.util.Map;
import java.util.function.LongSupplier;

/** Reads an address and follows what the server says it is: a playlist, or the media itself. */
final class HttpFetcher implements Fetcher {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int BEGINNING_BYTES = 10;

    private final HttpSession session;
    private final Map<String, String> options;
    private final Limits limits;
    private final HttpTimes times;
    private final LongSupplier nanoClock;

    HttpFetcher(
            HttpSession session,
            Map<String, String> options,
            Limits limits,
            HttpTimes times,
            LongSupplier nanoClock) {
        this.session = session;
        this.options = options;
        this.limits = limits;
        this.times = times;
        this.nanoClock = nanoClock;
    }

    @Override
    public FetchResult run(MediaSink sink) {
        try {
            return follow(new Outlet(sink));
        } catch (SinkException e) {
            return new FetchResult(Kind.CLOSED, "nobody takes the media any more");
        } catch (FetchException e) {
            return e.result();
        } finally {
            session.close();
        }
    }

    private FetchResult follow(Outlet outlet) throws FetchException, SinkException {
        byte[] playlist;
        HttpAddress address;
        try (HttpAnswer answer = session.get(session.home(), Map.of(), times.answerNs())) {
            if (!isPlaylist(answer)) {
                return stream(answer, outlet);
            }
            playlist = answer.readAll(limits.maxPlaylistBytes(), "playlist");
            address = answer.address();
        }
        return new HlsReading(session, options, limits, times, nanoClock)
                .run(playlist, address, outlet);
    }

    static boolean isPlaylist(HttpAnswer answer) throws FetchException {
        if (answer.contentType().equals("text/html")) {
            throw new FetchException(
                    Kind.PROTOCOL, answer.address() + " answers with a web page, not with media");
        }
        return PlaylistReader.isPlaylist(answer.peek(BEGINNING_BYTES))
                || answer.contentType().endsWith("mpegurl")
                || answer.address().pathEndsWith(".m3u8");
    }

    private static FetchResult stream(HttpAnswer answer, Outlet outlet)
            throws FetchException, SinkException {
        answer.withoutDeadline();
        outlet.open(MediaFormat.CONTAINER);
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = answer.read(buffer, 0, buffer.length);
                read >= 0;
                read = answer.read(buffer, 0, buffer.length)) {
            outlet.write(buffer, read);
        }
        return answer.endIsMarked()
                ? new FetchResult(Kind.ENDED, answer.address() + " sent all of it")
                : new FetchResult(Kind.DISCONNECTED, answer.address() + " sends nothing more");
    }

    @Override
    public void close() {
        session.close();
    }
}

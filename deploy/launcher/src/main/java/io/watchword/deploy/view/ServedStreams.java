package io.watchword.deploy.view;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.streams.ControlPlane;
import io.watchword.deploy.streams.NewStream;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.source.SourceUri;
import io.watchword.view.control.StreamControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Adds and removes streams as the commands do. Thread-safe: one at a time. Owns the client. */
final class ServedStreams implements StreamControl, AutoCloseable {
    private final ControlPlane streams;

    ServedStreams(ControlPlane streams) {
        this.streams = streams;
    }

    @Override
    public synchronized Added add(Wanted wanted) throws IOException {
        try {
            NewStream stream =
                    NewStream.of(
                            new NewStream.Request(
                                    wanted.streamId(),
                                    wanted.source(),
                                    wanted.profile(),
                                    Optional.empty(),
                                    false,
                                    wanted.allow(),
                                    ""),
                            HostResolver.SYSTEM);
            ControlPlane.Added added = streams.add(stream);
            return new Added(
                    stream.spec().streamId(), added == ControlPlane.Added.REPLACED, stream.notes());
        } catch (UserMistake e) {
            throw new IllegalArgumentException(String.join("\n", e.problems()), e);
        }
    }

    @Override
    public synchronized boolean remove(String streamId) throws IOException {
        return streams.remove(streamId);
    }

    /** The file that a stream is read from, if it is one and still there. */
    synchronized Optional<RecordedClips.Original> original(String streamId) {
        return streams.sourceOf(streamId)
                .flatMap(ServedStreams::file)
                .map(file -> new RecordedClips.Original(file, streams.originPtsUsOf(streamId)));
    }

    private static Optional<Path> file(String source) {
        try {
            return SourceUri.parse(source).path().filter(Files::isRegularFile);
        } catch (IllegalArgumentException e) { // no file, then
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() throws Exception {
        streams.close();
    }
}

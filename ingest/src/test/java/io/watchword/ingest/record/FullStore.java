package io.watchword.ingest.record;

import io.watchword.contract.TimeSpan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/** A store on a disk of so many bytes, in front of another one. */
final class FullStore implements MediaStore {
    private final MediaStore behind;
    private long free;

    FullStore(MediaStore behind, long freeBytes) {
        this.behind = behind;
        this.free = freeBytes;
    }

    void free(long bytes) {
        free = bytes;
    }

    @Override
    public Writing begin(RecordingStart start) throws IOException {
        if (free <= 0) {
            throw full();
        }
        Writing file = behind.begin(start);
        return new Writing() {
            @Override
            public void append(byte[] bytes) throws IOException {
                if (bytes.length > free) {
                    throw full();
                }
                free -= bytes.length;
                file.append(bytes);
            }

            @Override
            public RecordedFile complete(long endUs) throws IOException {
                return file.complete(endUs);
            }

            @Override
            public void abandon() throws IOException {
                file.abandon();
            }
        };
    }

    private static IOException full() {
        return new FileSystemException("/media/x.part", null, "No space left on device");
    }

    @Override
    public List<RecordedFile> list(String streamId, TimeSpan span) throws IOException {
        return behind.list(streamId, span);
    }

    @Override
    public List<RecordedFile> listAll() throws IOException {
        return behind.listAll();
    }

    @Override
    public InputStream open(RecordedFile file) throws IOException {
        return behind.open(file);
    }

    @Override
    public void delete(RecordedFile file) throws IOException {
        behind.delete(file);
    }

    @Override
    public int recover() throws IOException {
        return behind.recover();
    }

    @Override
    public Optional<String> problem() {
        return behind.problem();
    }

    @Override
    public void close() {
        behind.close();
    }
}

package io.watchword.view.lucene;

import io.watchword.view.feed.Cursor;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.UnixTime;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index as it is written: one document for each event, its newest revision. What was taken is
 * found after {@link #refresh}, and kept over a restart after {@link #commit}, together with the
 * cursor behind it. Owns the directory. One thread writes; searchers may be taken by any.
 */
final class EventIndex implements AutoCloseable {
    /** Of the documents; an index of another one is made anew. */
    private static final String FORMAT = "1";

    private static final Logger LOG = LoggerFactory.getLogger(EventIndex.class);
    private static final double BUFFER_MB = 32;
    private static final double SMALL_SEGMENT_MB = 8;
    private static final double SEGMENTS_PER_TIER = 5;

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private volatile Cursor cursor;
    private long taken;

    private EventIndex(Directory directory) throws IOException {
        this.directory = directory;
        Map<String, String> kept = kept(directory);
        boolean usable = kept.getOrDefault("format", "").equals(FORMAT);
        this.writer = new IndexWriter(directory, config(usable));
        this.cursor = usable ? Cursor.parse(kept.getOrDefault("cursor", "")) : Cursor.none();
        this.taken = usable ? Long.parseLong(kept.getOrDefault("taken", "0")) : 0;
        this.searchers = new SearcherManager(writer, new SearcherFactory());
    }

    /** What the last commit said; empty where there is none that can be read. */
    private static Map<String, String> kept(Directory directory) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            return reader.getIndexCommit().getUserData();
        } catch (IndexNotFoundException e) {
            return Map.of();
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | NoSuchFileException
                | EOFException
                | IllegalArgumentException e) { // the last: a format that nobody knows
            LOG.atWarn().setCause(e).log("index cannot be read, making it anew");
            wipe(directory);
            return Map.of();
        }
    }

    private static void wipe(Directory directory) throws IOException {
        try (Lock held = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            held.ensureValid();
            for (String file : directory.listAll()) {
                if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
                    directory.deleteFile(file);
                }
            }
        }
    }

    private static IndexWriterConfig config(boolean usable) {
        TieredMergePolicy merges = new TieredMergePolicy();
        merges.setFloorSegmentMB(SMALL_SEGMENT_MB);
        // Each segment has a graph of its own to be walked through: few are worth their merging.
        merges.setSegmentsPerTier(SEGMENTS_PER_TIER);
        return new IndexWriterConfig(new WordAnalyzer())
                .setCodec(new IndexCodec())
                .setRAMBufferSizeMB(BUFFER_MB)
                .setMergePolicy(merges)
                .setCommitOnClose(false)
                .setOpenMode(
                        usable
                                ? IndexWriterConfig.OpenMode.CREATE_OR_APPEND
                                : IndexWriterConfig.OpenMode.CREATE);
    }

    /** In a directory of its own; one that cannot be read is made anew. */
    static EventIndex open(Path path) throws IOException {
        return open(FSDirectory.open(path));
    }

    static EventIndex open(Directory directory) throws IOException {
        try {
            return new EventIndex(directory);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Takes the newest revision of an event in the place of what there was. */
    void put(TimelineEntry entry) throws IOException {
        String id = entry.event().eventId();
        taken++;
        writer.updateDocument(new Term(EntryDocument.ID, id), EntryDocument.of(entry, taken));
        if (entry.event().supersedes().filter(other -> !other.equals(id)).isPresent()) {
            writer.deleteDocuments(new Term(EntryDocument.ID, entry.event().supersedes().get()));
        }
    }

    /** Everything up to an entry was taken: after a restart it goes on behind it. */
    void passed(Position position) {
        cursor = cursor.after(position);
    }

    /** Forgets everything, the cursor too. Searchers keep what they had until a refresh. */
    void clear() throws IOException {
        writer.deleteAll();
        cursor = Cursor.none();
    }

    void forgetBefore(Instant recorded) throws IOException {
        writer.deleteDocuments(
                LongPoint.newRangeQuery(
                        EntryDocument.RECORDED, Long.MIN_VALUE, UnixTime.us(recorded) - 1));
    }

    void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    void commit() throws IOException {
        Map<String, String> data = new HashMap<>();
        data.put("format", FORMAT);
        data.put("cursor", cursor.text());
        data.put("taken", Long.toString(taken));
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
    }

    /** Fewer and larger segments, which searches go through faster. */
    void compact(int mostSegments) throws IOException {
        writer.forceMerge(mostSegments);
    }

    /** Where it goes on after a restart. */
    Cursor cursor() {
        return cursor;
    }

    SearcherManager searchers() {
        return searchers;
    }

    /** Without a commit. */
    @Override
    public void close() throws IOException {
        searchers.close();
        writer.close();
        directory.close();
    }
}

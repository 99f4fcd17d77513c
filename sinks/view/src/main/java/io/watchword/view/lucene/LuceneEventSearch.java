package io.watchword.view.lucene;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.search.EntryReplay;
import io.watchword.view.search.EventSearch;
import io.watchword.view.search.OtherWords;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.search.SearchPage;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.search.SearchTooSlow;
import io.watchword.view.timeline.EntryListener;
import io.watchword.view.timeline.TimelineEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Search by words and by meaning over a Lucene index that is a few hundred milliseconds behind.
 *
 * <p>Thread-safe. As many searches as there are processors go on at once and others wait in turn,
 * so that many at once are each served sooner. A search that has waited and worked for {@value
 * #DEADLINE_MS} ms is given up. Owns its index, in which one thread writes. Hits carry no vectors.
 */
public final class LuceneEventSearch implements EventSearch, EntryListener, AutoCloseable {
    public static final long DEADLINE_MS = 5000;

    private final EventIndex index;
    private final IndexingThread indexing;
    private final QueryEmbedder embedder;
    private final OtherWords otherWords;
    private final WordAnalyzer analyzer = new WordAnalyzer();
    private final OneSearch.Held held = new OneSearch.Held(new Sketches(), new IndexedStems());
    private final Semaphore turns =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);
    private volatile boolean rebuilding;

    /** Whether the log holds nothing that was neither taken nor will be told. */
    private volatile boolean caughtUp;

    private LuceneEventSearch(EventIndex index, QueryEmbedder embedder, OtherWords otherWords) {
        this.index = index;
        this.embedder = requireNonNull(embedder, "embedder is null");
        this.otherWords = requireNonNull(otherWords, "otherWords is null");
        this.indexing = new IndexingThread(index);
    }

    /**
     * Opens the index in a directory of its own. One that is damaged, or was written by another
     * version, is begun anew: {@link #cursor} is then {@link Cursor#none}.
     *
     * @throws IOException if the directory cannot be read and written, or another process writes it
     */
    public static LuceneEventSearch open(
            Path directory, QueryEmbedder embedder, OtherWords otherWords) throws IOException {
        return new LuceneEventSearch(EventIndex.open(directory), embedder, otherWords);
    }

    /** In memory, for as long as it is open. */
    public static LuceneEventSearch inMemory(QueryEmbedder embedder, OtherWords otherWords) {
        try {
            return new LuceneEventSearch(
                    EventIndex.open(new ByteBuffersDirectory()), embedder, otherWords);
        } catch (IOException e) { // of memory
            throw new UncheckedIOException(e);
        }
    }

    /** How far the log was taken: {@link #catchUp} goes on there. */
    public Cursor cursor() {
        return index.cursor();
    }

    /**
     * Takes an entry; one before the cursor was taken already. Waits while too many wait to be
     * written. The cursor stays where it is until {@link #catchUp} was called, since there may be
     * others between it and the entry; and while the index is built anew, entries come from the log
     * alone.
     */
    @Override
    public void entry(TimelineEntry newest) {
        if (!rebuilding && !index.cursor().isPast(newest.position())) {
            indexing.put(newest, caughtUp);
        }
    }

    /**
     * Takes what the log holds behind the cursor. Returns when all of it can be found. Entries that
     * land meanwhile may be told at the same time.
     */
    public void catchUp(EntryReplay log) {
        caughtUp = false;
        indexing.bulk(true);
        try {
            log.replay(cursor(), entry -> indexing.put(entry, true));
        } finally {
            indexing.bulk(false);
        }
        caughtUp = true;
        awaitIndexed();
    }

    /**
     * Makes the index anew from the log. Until it is done, searches find what they found before.
     */
    public void rebuild(EntryReplay log) {
        caughtUp = false;
        rebuilding = true;
        indexing.holdBack(true);
        try {
            indexing.order(EventIndex::clear);
            log.replay(Cursor.none(), entry -> indexing.put(entry, true));
            join(indexing.order(target -> {}));
            rebuilding = false;
            log.replay(cursor(), entry -> indexing.put(entry, true)); // what came meanwhile
            caughtUp = true;
        } finally {
            rebuilding = false;
            indexing.holdBack(false);
        }
        awaitIndexed();
    }

    /** Forgets events that reached the log before a time: the log does not hold them any more. */
    public void forgetBefore(Instant recorded) {
        indexing.order(target -> target.forgetBefore(recorded));
    }

    /**
     * Forgets, from now on and every hour, events that reached the log longer ago than it keeps
     * them.
     */
    public void keep(Duration keepFor, InstantSource clock) {
        indexing.keep(keepFor, clock);
    }

    /** Fewer and larger parts, which searches go through faster. Takes minutes of a large index. */
    public void compact(int mostParts) {
        join(indexing.order(target -> target.compact(mostParts)));
        awaitIndexed();
    }

    /**
     * Returns when everything that was taken can be found, also after a restart.
     *
     * @throws IllegalStateException if the index cannot be written
     */
    public void awaitIndexed() {
        join(
                indexing.order(
                        target -> {
                            target.refresh();
                            target.commit();
                        }));
    }

    private static void join(CompletableFuture<@Nullable Void> done) {
        try {
            done.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the index cannot be written", e.getCause());
        }
    }

    /** Why new events are not found any more, if so; searches go on with what there was. */
    public Optional<String> problem() {
        return indexing.problem();
    }

    /** How many events can be found. */
    public int size() {
        try {
            IndexSearcher searcher = index.searchers().acquire();
            try {
                return searcher.getIndexReader().numDocs();
            } finally {
                index.searchers().release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SearchPage search(SearchQuery query, Rights rights) {
        long deadlineNs = System.nanoTime() + MILLISECONDS.toNanos(DEADLINE_MS);
        QueryTerms terms = new QueryTerms(analyzer, otherWords, query.text());
        // Before the turn: the text encoder has its own.
        Optional<float[]> meaning =
                query.like().isPresent() || terms.meant().isEmpty()
                        ? Optional.empty()
                        : embedder.embed(terms.meant());
        try {
            if (!turns.tryAcquire(DEADLINE_MS, MILLISECONDS)) {
                throw new SearchTooSlow(DEADLINE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SearchTooSlow(DEADLINE_MS);
        }
        try {
            IndexSearcher shared = index.searchers().acquire();
            try {
                IndexSearcher searcher = new IndexSearcher(shared.getIndexReader());
                Deadline deadline = new Deadline(deadlineNs);
                searcher.setTimeout(deadline);
                SearchPage page =
                        new OneSearch(searcher, held, query, rights, terms)
                                .page(meaning, embedder.bundleSha256());
                if (deadline.wasMet()) {
                    throw new SearchTooSlow(DEADLINE_MS);
                }
                return page;
            } finally {
                index.searchers().release(shared);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            turns.release();
        }
    }

    @Override
    public void close() {
        indexing.close();
        try {
            index.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

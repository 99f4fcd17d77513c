package io.watchword.view.lucene;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.view.access.Rights;
import io.watchword.view.lucene.Candidates.Found;
import io.watchword.view.lucene.Candidates.Like;
import io.watchword.view.search.Fusion;
import io.watchword.view.search.PageToken;
import io.watchword.view.search.SearchHit;
import io.watchword.view.search.SearchPage;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.UnixTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** One search over one state of the index. Not thread-safe. */
final class OneSearch {
    private static final long MOST_NEWS = 1000;

    private static final Sort NEWEST =
            new Sort(
                    new SortField(EntryDocument.WHEN, SortField.Type.LONG, true),
                    new SortField(EntryDocument.ID, SortField.Type.STRING));

    /** What searches keep in memory of the index. */
    record Held(Sketches sketches, IndexedStems stems) {}

    private final IndexSearcher searcher;
    private final Held held;
    private final IndexedValues values;
    private final SearchQuery query;
    private final QueryTerms terms;
    private final Rights rights;
    private final List<BooleanClause> demands;

    OneSearch(IndexSearcher searcher, Held held, SearchQuery query, Rights rights, QueryTerms terms)
            throws IOException {
        this.searcher = searcher;
        this.held = held;
        this.values = new IndexedValues(searcher.getIndexReader());
        this.query = query;
        this.terms = terms;
        this.rights = rights;
        this.demands = new ArrayList<>(Filters.of(query, rights));
        demands.addAll(terms.demands());
    }

    /**
     * @param meaning of the text; empty where nothing is meant, or nobody can say
     * @param bundleSha256 whose vector it is
     */
    SearchPage page(Optional<float[]> meaning, String bundleSha256) throws IOException {
        Optional<PageToken> token = query.page().map(text -> PageToken.parse(text, query));
        Optional<Like> like =
                query.like().isPresent()
                        ? Optional.of(like(query.like().get()))
                        : meaning.flatMap(VectorFields::unit)
                                .flatMap(
                                        vector ->
                                                VectorFields.name(
                                                                VectorFields.TEXT,
                                                                bundleSha256,
                                                                vector)
                                                        .map(f -> new Like(f, vector, -1)));
        return like.isEmpty() && terms.meant().isEmpty() ? newest(token) : ranked(token, like);
    }

    private Like like(SearchQuery.Like wanted) throws IOException {
        BooleanQuery.Builder one = new BooleanQuery.Builder();
        one.add(
                new TermQuery(new Term(EntryDocument.ID, wanted.eventId())),
                BooleanClause.Occur.FILTER);
        Filters.rights(rights).ifPresent(may -> one.add(may, BooleanClause.Occur.FILTER));
        ScoreDoc[] found = searcher.search(one.build(), 1).scoreDocs;
        checkArgument(found.length == 1, "event %s is not known", wanted.eventId());
        String prefix = VectorFields.prefix(VectorFields.kind(wanted.by()));
        for (String field : values.vectorFields(found[0].doc, prefix)) {
            Optional<float[]> vector = values.vector(field, found[0].doc);
            if (vector.isPresent()) {
                return new Like(field, vector.get(), found[0].doc);
            }
        }
        throw new IllegalArgumentException(
                "of event %s no %s is stored to compare by"
                        .formatted(wanted.eventId(), VectorFields.kind(wanted.by())));
    }

    private SearchPage newest(Optional<PageToken> token) throws IOException {
        @Nullable FieldDoc after =
                token.isEmpty()
                        ? null
                        : new FieldDoc(
                                Math.max(0, searcher.getIndexReader().maxDoc() - 1),
                                Float.NaN,
                                new Object[] {
                                    token.get().whenUs(), new BytesRef(token.get().eventId())
                                });
        int limit = query.limit();
        TopDocs top =
                searcher.search(
                        Allowed.all(demands),
                        new TopFieldCollectorManager(NEWEST, limit + 1, after, limit + 1));
        List<SearchHit> hits = new ArrayList<>();
        for (ScoreDoc found : top.scoreDocs) {
            if (hits.size() < limit) {
                hits.add(hit(values.entry(found.doc), 0, Optional.empty()));
            }
        }
        if (top.scoreDocs.length <= limit) {
            return new SearchPage(hits, Optional.empty());
        }
        TimelineEntry last = hits.get(hits.size() - 1).entry();
        return new SearchPage(
                hits,
                Optional.of(
                        new PageToken(
                                        PageToken.fingerprint(query),
                                        0,
                                        0,
                                        UnixTime.us(last.when()),
                                        last.event().eventId())
                                .text()));
    }

    private SearchPage ranked(Optional<PageToken> token, Optional<Like> like) throws IOException {
        int shown = token.map(PageToken::shown).orElse(0);
        long known = token.isPresent() ? token.get().known() : values.lastNumber();
        int most = Fusion.DEPTHS.get(Fusion.DEPTHS.size() - 1);
        checkArgument(
                shown <= 2 * most && known <= values.lastNumber(), "page begins at hit %d", shown);
        int needed = shown + query.limit() + 1;
        int depth = Fusion.DEPTHS.stream().filter(deep -> deep >= needed).findFirst().orElse(most);
        // Those that came since the first page are looked at too, and then left out.
        int news = (int) Math.min(MOST_NEWS, values.lastNumber() - known);
        Candidates candidates =
                new Candidates(
                        searcher, values, Allowed.by(demands, searcher), held.sketches(), known);
        Optional<BooleanQuery> words =
                terms.ranking(held.stems(), searcher.getIndexReader().leaves());
        if (words.isPresent()) {
            candidates.byWords(words.get(), depth, news);
        }
        if (like.isPresent()) {
            candidates.byLikeness(like.get(), depth, news);
        }
        List<Fusion.Ranked<Found>> fused = candidates.fused();
        List<SearchHit> hits = new ArrayList<>();
        for (int i = shown; i < Math.min(fused.size(), shown + query.limit()); i++) {
            Found found = fused.get(i).item();
            hits.add(
                    hit(
                            values.entry(found.doc()),
                            fused.get(i).score(),
                            candidates.likeness(found)));
        }
        int after = shown + hits.size();
        return new SearchPage(
                hits,
                after < fused.size()
                        ? Optional.of(
                                new PageToken(PageToken.fingerprint(query), known, after, 0, "")
                                        .text())
                        : Optional.empty());
    }

    private SearchHit hit(TimelineEntry entry, float score, Optional<Float> likeness) {
        String caption = entry.event().caption();
        QueryTerms.Match match = terms.in(caption, EntryDocument.names(entry.event()));
        return new SearchHit(entry, score, match.words(), likeness, match.pieces());
    }
}

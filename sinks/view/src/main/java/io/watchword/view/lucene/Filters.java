package io.watchword.view.lucene;

import io.watchword.view.access.Rights;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.timeline.UnixTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** What events must have to be looked at, the caller's rights before all. */
final class Filters {
    private Filters() {}

    /** Clauses that all must hold; nothing outside of them is ranked or counted. */
    static List<BooleanClause> of(SearchQuery query, Rights rights) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        streams(query.streamIds(), rights)
                .ifPresent(streams -> all.add(streams, BooleanClause.Occur.FILTER));
        for (String label : query.labels()) {
            all.add(
                    new TermQuery(new Term(EntryDocument.LABEL, label)),
                    BooleanClause.Occur.FILTER);
        }
        if (query.from().isPresent() || query.to().isPresent()) {
            long from = query.from().map(UnixTime::us).orElse(Long.MIN_VALUE);
            long to =
                    query.to()
                            .map(time -> Math.max(UnixTime.us(time), Long.MIN_VALUE + 1) - 1)
                            .orElse(Long.MAX_VALUE);
            all.add(
                    LongPoint.newRangeQuery(EntryDocument.WHEN, from, to),
                    BooleanClause.Occur.FILTER);
        }
        return all.build().clauses();
    }

    /** Empty where every stream may be seen. */
    static Optional<Query> rights(Rights rights) {
        return streams(Set.of(), rights);
    }

    /** Empty where every stream is asked for and may be seen. */
    private static Optional<Query> streams(Set<String> asked, Rights rights) {
        if (asked.isEmpty() && rights.everyStream()) {
            return Optional.empty();
        }
        Set<BytesRef> streams =
                (asked.isEmpty() ? rights.streamIds() : asked)
                        .stream()
                                .filter(rights::mayRead)
                                .map(BytesRef::new)
                                .collect(Collectors.toSet());
        return Optional.of(new TermInSetQuery(EntryDocument.STREAM, streams));
    }
}

package io.watchword.view.lucene;

import io.watchword.view.lucene.WordAnalyzer.Word;
import io.watchword.view.search.OtherWords;
import io.watchword.view.search.QueryWords;
import io.watchword.view.search.SearchHit.Piece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TermQuery;

/** The words of a query as Lucene looks for them, and why a caption was found by them. */
final class QueryTerms {
    private static final int MOST_WORDS = 64;

    /** How often another word for a word counts: told once, it scores about half as much. */
    private static final float OTHER_WORD = 0.4f;

    private final WordAnalyzer analyzer;
    private final QueryWords query;
    private final Map<String, String> words = new LinkedHashMap<>(); // stem to word as typed
    private final Map<String, Set<String>> others = new LinkedHashMap<>(); // by stem of a word
    private final Set<String> said = new HashSet<>(); // all of these stems

    /**
     * @param known other words for those of the text; phrases stay word for word
     */
    QueryTerms(WordAnalyzer analyzer, OtherWords known, String text) {
        this.analyzer = analyzer;
        this.query = QueryWords.parse(text);
        for (Word word : analyzer.words(query.meant())) {
            if (words.size() < MOST_WORDS) {
                words.putIfAbsent(word.stem(), word.text());
            }
        }
        for (Word word : analyzer.words(String.join(" ", query.wanted()))) {
            if (words.containsKey(word.stem())) {
                Set<String> of = new LinkedHashSet<>(known.of(word.stem()));
                of.removeAll(words.keySet());
                others.put(word.stem(), of);
                said.addAll(of);
            }
        }
        said.addAll(words.keySet());
    }

    /** What is meant, for the text encoder; empty if nothing is asked for. */
    String meant() {
        return query.meant();
    }

    /** Phrases that must be there, and what must not. */
    List<BooleanClause> demands() {
        List<BooleanClause> demands = new ArrayList<>();
        add(query.phrases(), BooleanClause.Occur.FILTER, demands);
        add(query.excluded(), BooleanClause.Occur.MUST_NOT, demands);
        return demands;
    }

    private void add(List<String> phrases, BooleanClause.Occur occur, List<BooleanClause> demands) {
        for (String phrase : phrases) {
            inOrder(phrase).ifPresent(found -> demands.add(new BooleanClause(found, occur)));
        }
    }

    private Optional<Query> inOrder(String phrase) {
        List<Word> inPhrase = analyzer.words(phrase);
        if (inPhrase.isEmpty()) {
            return Optional.empty();
        }
        if (inPhrase.size() == 1) {
            return Optional.of(term(inPhrase.get(0).stem()));
        }
        PhraseQuery.Builder found = new PhraseQuery.Builder();
        inPhrase.forEach(
                word -> found.add(new Term(EntryDocument.WORDS, word.stem()), word.position()));
        return Optional.of(found.build());
    }

    /**
     * Events with any of the words or other words for them, the more and the rarer the better;
     * empty without words.
     *
     * @param parts of the index that is searched
     */
    Optional<BooleanQuery> ranking(IndexedStems indexed, List<LeafReaderContext> parts)
            throws IOException {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String stem : words.keySet()) {
            List<String> here = new ArrayList<>();
            for (String other : others.getOrDefault(stem, Set.of())) {
                if (indexed.has(other, parts)) {
                    here.add(other);
                }
            }
            any.add(wordOrOthers(stem, here), BooleanClause.Occur.SHOULD);
        }
        return Optional.of(any.build());
    }

    /**
     * As rare as the most frequent of them: a word that is rare for its language alone must not
     * outweigh all the others.
     */
    private static Query wordOrOthers(String stem, List<String> others) {
        if (others.isEmpty()) {
            return term(stem);
        }
        SynonymQuery.Builder any = new SynonymQuery.Builder(EntryDocument.WORDS);
        any.addTerm(new Term(EntryDocument.WORDS, stem));
        others.forEach(other -> any.addTerm(new Term(EntryDocument.WORDS, other), OTHER_WORD));
        return any.build();
    }

    private static Query term(String stem) {
        return new TermQuery(new Term(EntryDocument.WORDS, stem));
    }

    /**
     * Why an event was found.
     *
     * @param words of the query that it holds or says in another word, as typed
     * @param pieces its caption, the words that match marked, also in another form or word
     */
    record Match(List<String> words, List<Piece> pieces) {}

    Match in(String caption, String names) {
        if (words.isEmpty()) {
            return new Match(
                    List.of(), caption.isEmpty() ? List.of() : List.of(new Piece(caption, false)));
        }
        List<Word> told = analyzer.words(caption);
        Set<String> stems = new HashSet<>();
        told.forEach(word -> stems.add(word.stem()));
        analyzer.words(names).forEach(word -> stems.add(word.stem()));
        List<String> found =
                words.entrySet().stream()
                        .filter(word -> isSaid(word.getKey(), stems))
                        .map(Map.Entry::getValue)
                        .toList();
        return new Match(found, marked(caption, told));
    }

    private boolean isSaid(String stem, Set<String> told) {
        return told.contains(stem)
                || !Collections.disjoint(others.getOrDefault(stem, Set.of()), told);
    }

    private List<Piece> marked(String caption, List<Word> told) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        for (Word word : told) {
            if (said.contains(word.stem()) && word.begin() >= at) {
                if (word.begin() > at) {
                    pieces.add(new Piece(caption.substring(at, word.begin()), false));
                }
                pieces.add(new Piece(caption.substring(word.begin(), word.end()), true));
                at = word.end();
            }
        }
        if (at < caption.length()) {
            pieces.add(new Piece(caption.substring(at), false));
        }
        return pieces;
    }
}

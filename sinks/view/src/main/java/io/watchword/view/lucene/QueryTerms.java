package io.watchword.view.lucene;

import io.watchword.view.lucene.WordAnalyzer.Word;
import io.watchword.view.search.QueryWords;
import io.watchword.view.search.SearchHit.Piece;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** The words of a query as Lucene looks for them, and why a caption was found by them. */
final class QueryTerms {
    private static final int MOST_WORDS = 64;

    private final WordAnalyzer analyzer;
    private final QueryWords query;
    private final Map<String, String> words = new LinkedHashMap<>(); // stem to word as typed

    QueryTerms(WordAnalyzer analyzer, String text) {
        this.analyzer = analyzer;
        this.query = QueryWords.parse(text);
        for (Word word : analyzer.words(query.meant())) {
            if (words.size() < MOST_WORDS) {
                words.putIfAbsent(word.stem(), word.text());
            }
        }
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

    /** Events with any of the words, the more and the rarer the better; empty without words. */
    Optional<BooleanQuery.Builder> ranking() {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        words.keySet().forEach(stem -> any.add(term(stem), BooleanClause.Occur.SHOULD));
        any.setMinimumNumberShouldMatch(1);
        return Optional.of(any);
    }

    private static Query term(String stem) {
        return new TermQuery(new Term(EntryDocument.WORDS, stem));
    }

    /** Which words of the query a text holds, as typed. */
    List<String> foundIn(String text) {
        List<String> stems = analyzer.words(text).stream().map(Word::stem).toList();
        return words.entrySet().stream()
                .filter(word -> stems.contains(word.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** A caption in pieces, the words that match marked, also in another form. */
    List<Piece> marked(String caption) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        for (Word word : analyzer.words(caption)) {
            if (words.containsKey(word.stem()) && word.begin() >= at) {
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

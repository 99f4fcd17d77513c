package io.watchword.view.lucene;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.RussianStemmer;

/**
 * Words of English and Russian to their stems, side by side: the stemmer of either language leaves
 * the other's letters alone, so nobody has to know which language a caption or a query is in.
 * Thread-safe.
 */
final class WordAnalyzer extends Analyzer {
    /** What carries no meaning of its own. "no" and "not" do: {@code No sound.} */
    private static final List<String> ENGLISH_STOPS =
            List.of(
                    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "has",
                    "have", "in", "into", "is", "it", "its", "of", "on", "or", "that", "the",
                    "their", "then", "there", "these", "they", "this", "to", "was", "were", "with");

    private static final List<String> RUSSIAN_MEANING = List.of("не", "нет", "ни", "без");
    private static final CharArraySet STOPS = stops();
    private static final NormalizeCharMap CHARACTERS = characters();

    /**
     * A word, its stem, and where it stands.
     *
     * @param position among all words, those that do not count too
     * @param begin of {@code [begin, end)}, in characters
     */
    record Word(String text, String stem, int position, int begin, int end) {}

    private static CharArraySet stops() {
        CharArraySet stops = new CharArraySet(ENGLISH_STOPS, true);
        stops.addAll(RussianAnalyzer.getDefaultStopSet());
        CharArraySet kept = new CharArraySet(stops.size(), true);
        for (Object stop : stops) {
            String word = new String((char[]) stop);
            if (!RUSSIAN_MEANING.contains(word)) {
                kept.add(word);
            }
        }
        return CharArraySet.unmodifiableSet(kept);
    }

    /**
     * Takes names apart, {@code car-park_2.mp4}, and writes Russian's two letters for one as one.
     */
    private static NormalizeCharMap characters() {
        NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
        for (String separator : List.of(".", "_", "-", "/", ":", "@")) {
            map.add(separator, " ");
        }
        map.add("ё", "е");
        map.add("Ё", "Е");
        return map.build();
    }

    /** No phrase reaches from a caption into the names beside it. */
    @Override
    public int getPositionIncrementGap(String fieldName) {
        return 100;
    }

    @Override
    protected Reader initReader(String fieldName, Reader reader) {
        return new MappingCharFilter(CHARACTERS, reader);
    }

    @Override
    protected TokenStreamComponents createComponents(String fieldName) {
        Tokenizer words = new StandardTokenizer();
        TokenStream stems = new EnglishPossessiveFilter(words);
        stems = new LowerCaseFilter(stems);
        stems = new StopFilter(stems, STOPS);
        stems = new SnowballFilter(stems, new EnglishStemmer());
        stems = new SnowballFilter(stems, new RussianStemmer());
        return new TokenStreamComponents(words, stems);
    }

    /** The words of a text that count, in order. */
    List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        try (TokenStream stream = tokenStream("", text)) {
            CharTermAttribute stem = stream.addAttribute(CharTermAttribute.class);
            OffsetAttribute place = stream.addAttribute(OffsetAttribute.class);
            PositionIncrementAttribute step = stream.addAttribute(PositionIncrementAttribute.class);
            int position = -1;
            stream.reset();
            while (stream.incrementToken()) {
                int begin = place.startOffset();
                int end = place.endOffset();
                position += step.getPositionIncrement();
                words.add(
                        new Word(
                                text.substring(begin, end), stem.toString(), position, begin, end));
            }
            stream.end();
        } catch (IOException e) { // from memory
            throw new UncheckedIOException(e);
        }
        return words;
    }
}

package io.watchword.view.subscribe.lucene;

import io.watchword.view.subscribe.WordForms;
import java.util.Set;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.RussianStemmer;

/** English and Russian by Snowball; which of the two, the letters say. */
public final class SnowballForms implements WordForms {
    /** Lucene's English list is short on purpose. */
    private static final Set<String> MORE_ENGLISH =
            Set.of(
                    "from",
                    "has",
                    "have",
                    "had",
                    "does",
                    "do",
                    "did",
                    "when",
                    "which",
                    "who",
                    "me",
                    "please",
                    "tell",
                    "also",
                    "its",
                    "his",
                    "her",
                    "some",
                    "any",
                    "been",
                    "being",
                    "were",
                    "am",
                    "so",
                    "than",
                    "about",
                    "whenever",
                    "every",
                    "each",
                    "up",
                    "down",
                    "off",
                    "past",
                    "round",
                    "around",
                    "away",
                    "over",
                    "out",
                    "go",
                    "goes",
                    "us",
                    "something",
                    "anything");

    private static final Set<String> MORE_RUSSIAN =
            Set.of("что-то", "что-нибудь", "мимо", "любой", "любая", "любое");

    private static final CharArraySet RUSSIAN = RussianAnalyzer.getDefaultStopSet();

    @Override
    public String stem(String word) {
        SnowballStemmer stemmer = isRussian(word) ? new RussianStemmer() : new EnglishStemmer();
        stemmer.setCurrent(word.replace('ё', 'е'));
        stemmer.stem();
        return stemmer.getCurrent();
    }

    @Override
    public boolean isStopWord(String word) {
        return isRussian(word)
                ? MORE_RUSSIAN.contains(word) || RUSSIAN.contains(word)
                : MORE_ENGLISH.contains(word)
                        || EnglishAnalyzer.ENGLISH_STOP_WORDS_SET.contains(word);
    }

    private static boolean isRussian(String word) {
        return word.chars()
                .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.CYRILLIC);
    }
}

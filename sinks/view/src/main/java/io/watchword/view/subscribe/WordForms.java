package io.watchword.view.subscribe;

/** What the languages' grammars know of single words, in lower case. Thread-safe. */
public interface WordForms {
    /** Equal for the forms of one word. */
    String stem(String word);

    /** Whether a word says nothing by itself, such as "the". */
    boolean isStopWord(String word);
}

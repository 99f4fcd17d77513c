package io.watchword.deploy.eval.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a sentence as the caption metrics count them: those of the Penn Treebank's
 * tokenizer, in lower case, without punctuation. Clitics stand alone ({@code it 's}, {@code do
 * n't}); words with a hyphen stay whole.
 */
public final class Words {
    private static final Pattern WORD =
            Pattern.compile(
                    "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}]|[-.,:/_&@](?=[\\p{L}\\p{N}])|'(?=\\p{L}))*"
                            + "|[%$#+=*&<>@]");
    private static final Pattern CLITIC =
            Pattern.compile("(.+?)(n't|'s|'m|'d|'re|'ve|'ll)", Pattern.CASE_INSENSITIVE);

    private Words() {}

    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT).replace('\u2019', '\''));
        while (matcher.find()) {
            add(matcher.group(), words);
        }
        return words;
    }

    private static void add(String word, List<String> words) {
        Matcher clitic = CLITIC.matcher(word);
        if (clitic.matches()) {
            words.add(clitic.group(1));
            words.add(clitic.group(2));
        } else if (word.equals("cannot")) {
            words.add("can");
            words.add("not");
        } else {
            words.add(word);
        }
    }
}

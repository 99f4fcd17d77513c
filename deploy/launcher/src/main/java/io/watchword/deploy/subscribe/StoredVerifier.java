package io.watchword.deploy.subscribe;

import io.watchword.fusion.ask.AskLimits;
import io.watchword.fusion.ask.AskedQuestion;
import io.watchword.fusion.ask.Asker;
import io.watchword.fusion.ask.SearchText;
import io.watchword.fusion.ask.WindowModel;
import io.watchword.fusion.log.EventLog;
import io.watchword.fusion.log.UnderstandingLog;
import io.watchword.view.subscribe.Verifier;
import io.watchword.view.timeline.TimelineEntry;
import java.util.Set;

/**
 * Asks the language model whether an event is what a subscription looks for, from the stored
 * embeddings of its span. Any thread may ask; they take turns. Owns nothing.
 */
public final class StoredVerifier implements Verifier {
    private static final Verdict CANNOT_SAY = new Verdict(Answer.CANNOT_SAY, 0);

    private final Asker asker;
    private final String bundleSha256;
    private final Set<String> languages;

    /**
     * @param log used by this alone
     * @param model answers within its deadline, or refuses
     * @param bundleSha256 whose embeddings are asked about
     * @param languages that the model speaks; in others nothing is asked
     */
    public StoredVerifier(
            UnderstandingLog log,
            EventLog events,
            WindowModel model,
            AskLimits limits,
            String bundleSha256,
            Set<String> languages) {
        this.asker = new Asker(log, events, SearchText.NONE, model, limits);
        this.bundleSha256 = bundleSha256;
        this.languages = Set.copyOf(languages);
    }

    @Override
    public synchronized Verdict verify(String words, String language, TimelineEntry entry) {
        if (!languages.contains(language)) {
            return CANNOT_SAY;
        }
        AskedQuestion question =
                AskedQuestion.of(
                        entry.event().streamId(),
                        entry.event().span(),
                        language,
                        question(words, language));
        return asker.ask(question, bundleSha256, Asker.Listener.NONE)
                .map(StoredVerifier::verdict)
                .orElse(CANNOT_SAY);
    }

    /** A question as it stands; of what is no question, whether it is so. */
    static String question(String words, String language) {
        String said = words.strip().replaceAll("\\p{Cntrl}+", " ");
        if (said.endsWith("?")) {
            return said;
        }
        String bare = said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
        return (language.equals("ru") ? "Верно ли, что " : "Is it so that ") + bare + "?";
    }

    private static Verdict verdict(io.watchword.fusion.ask.Answer answer) {
        return switch (answer.verdict()) {
            case YES -> new Verdict(Answer.YES, answer.confidence());
            // An unsure yes counts as none there; here it must not cost the hit.
            case NO ->
                    answer.unsure() > 0
                            ? CANNOT_SAY
                            : new Verdict(Answer.NO, answer.confidence());
            case TOLD, UNANSWERED -> CANNOT_SAY;
        };
    }
}

package io.watchword.deploy.ask;

import io.watchword.contract.Event;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.fusion.ask.BucketSize;
import io.watchword.fusion.ask.ModelBucketTeller;
import io.watchword.fusion.ask.Summarizer;
import io.watchword.fusion.ask.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code summarize}. */
final class Summarize {
    private final Terminal terminal;
    private final Opened.Opener opener;

    Summarize(Terminal terminal, Opened.Opener opener) {
        this.terminal = terminal;
        this.opener = opener;
    }

    /** Returns the exit code. Nothing is thrown. */
    int run(SummarizeCommand command, Path home) {
        return WithLog.run(terminal, open -> run(command, home, open));
    }

    private int run(SummarizeCommand command, Path home, CloseStack open) throws Exception {
        List<String> problems = new ArrayList<>();
        try {
            BucketSize.parse(command.by());
        } catch (IllegalArgumentException e) {
            problems.add("--by is " + e.getMessage());
        }
        Opened opened =
                Opened.open(
                        command.stream(), command.options(), home, problems, false, opener, open);
        List<Event> events = new ArrayList<>();
        opened.stored().events().read(opened.stream().streamId(), opened.span(), events::add);
        String language =
                opened.language(
                        command.options().language(), Summarizer.mainLanguage(events).orElse("en"));
        Summary summary = summary(command, opened, language, events, open);
        terminal.out()
                .print(
                        command.options().json()
                                ? SummaryJson.of(summary, opened.times())
                                : new SummaryText(opened.times(), terminal.width()).of(summary));
        terminal.out().flush();
        return ExitCode.OK;
    }

    private static Summary summary(
            SummarizeCommand command,
            Opened opened,
            String language,
            List<Event> events,
            CloseStack open) {
        try {
            return new Summarizer(
                            BucketSize.parse(command.by()),
                            opened.times().zone(),
                            teller(command, opened, open))
                    .of(opened.stream(), opened.span(), language, events);
        } catch (IllegalArgumentException e) {
            throw new UserMistake("--by " + command.by() + ": " + e.getMessage());
        }
    }

    /** A model that reads no text is not started: the events' own captions say it. */
    private static Summarizer.BucketTeller teller(
            SummarizeCommand command, Opened opened, CloseStack open) {
        AskedModel model = new AskedModel(opened.config(), opened.bundle());
        if (opened.encodedBy().isEmpty() || !model.readsText()) {
            return Summarizer.BucketTeller.NONE;
        }
        return new ModelBucketTeller(
                opened.stored().understanding(),
                model.open(opened.stored().languageModel(), command.options().data(), open),
                opened.encodedBy().get().sha256(),
                model.maxSegments());
    }
}

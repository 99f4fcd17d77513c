package io.watchword.deploy.ask;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.log.StreamChoice;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.deploy.terminal.TerminalText;
import io.watchword.fusion.ask.Answer;
import io.watchword.fusion.ask.AskLimits;
import io.watchword.fusion.ask.AskPlan;
import io.watchword.fusion.ask.AskedQuestion;
import io.watchword.fusion.ask.Asker;
import io.watchword.fusion.ask.Conversation;
import io.watchword.fusion.ask.Finding;
import io.watchword.fusion.ask.SearchText;
import io.watchword.fusion.ask.WindowModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The command {@code ask}: one question, or a dialogue. */
final class Ask {
    private static final Set<String> ENOUGH = Set.of("quit", "exit", "выход", "хватит");

    private final Terminal terminal;
    private final Opened.Opener opener;
    private final BufferedReader lines;

    /**
     * @param lines where a dialogue is read from
     */
    Ask(Terminal terminal, Opened.Opener opener, BufferedReader lines) {
        this.terminal = terminal;
        this.opener = opener;
        this.lines = lines;
    }

    /** Returns the exit code. Nothing is thrown. */
    int run(AskCommand command, Path home) {
        return WithLog.run(terminal, open -> run(command, home, open));
    }

    private int run(AskCommand command, Path home, CloseStack open) throws Exception {
        Opened opened =
                Opened.open(
                        command.stream(),
                        command.options(),
                        home,
                        problems(command),
                        true,
                        opener,
                        open);
        PipelineConfig config =
                command.compression().map(opened.config()::with).orElse(opened.config());
        AskedModel model = new AskedModel(config, opened.bundle());
        if (!model.answersQuestions()) {
            throw new UserMistake(
                    "bundle "
                            + opened.bundle().name()
                            + " gives captions and cannot answer questions: summarize sums its"
                            + " events up, or describe again with a bundle that can");
        }
        AskLimits limits = model.limits(command.budget(), command.leastConfidence());
        WindowModel windows =
                model.open(opened.stored().languageModel(), command.options().data(), open);
        Asker asker =
                new Asker(
                        opened.stored().understanding(),
                        opened.stored().events(),
                        search(opened.bundle(), open),
                        windows,
                        limits);
        Asking asking = new Asking(opened, asker, command);
        return command.question().isPresent()
                ? asking.once(command.question().get())
                : asking.dialogue();
    }

    private static List<String> problems(AskCommand command) {
        List<String> problems = new ArrayList<>();
        if (command.budget() < 1) {
            problems.add("--budget is " + command.budget() + ", required at least 1");
        }
        if (!(command.leastConfidence() >= 0 && command.leastConfidence() <= 1)) {
            problems.add("--least-confidence is " + command.leastConfidence() + ", not in [0, 1]");
        }
        try {
            command.compression();
        } catch (UserMistake e) {
            problems.addAll(e.problems());
        }
        command.question()
                .filter(String::isBlank)
                .ifPresent(question -> problems.add("the question is empty"));
        command.question()
                .filter(question -> question.length() > AskedQuestion.MAX_CHARS)
                .ifPresent(
                        question ->
                                problems.add(
                                        "the question has %d characters, at most %d are taken"
                                                .formatted(
                                                        question.length(),
                                                        AskedQuestion.MAX_CHARS)));
        return problems;
    }

    /** A bundle without text search is asked about what words and facts find. */
    private static SearchText search(ModelBundle bundle, CloseStack open) {
        return bundle.has(ModelBundle.Roles.SEARCH_TEXT) && bundle.has(ModelBundle.Roles.TOKENIZER)
                ? open.add("search text", BundleSearchText.open(bundle))
                : SearchText.NONE;
    }

    /** Questions to one stream. */
    private final class Asking {
        private final Opened opened;
        private final Asker asker;
        private final boolean json;
        private final boolean explain;
        private final Conversation conversation;
        private final AskText text;

        Asking(Opened opened, Asker asker, AskCommand command) {
            this.opened = opened;
            this.asker = asker;
            this.json = command.options().json();
            this.explain = command.explain();
            this.text = new AskText(opened.times(), terminal.width());
            this.conversation =
                    new Conversation(
                            opened.stream().streamId(),
                            opened.span(),
                            command.options().language());
        }

        int once(String line) {
            return answer(line);
        }

        int dialogue() throws IOException {
            if (!json) {
                terminal.say(
                        "asking about "
                                + StreamChoice.line(opened.stream())
                                + "; \"quit\" ends it");
            }
            while (true) {
                if (terminal.interactive()) {
                    terminal.err().print("> ");
                    terminal.err().flush();
                }
                String line = lines.readLine();
                if (line == null || ENOUGH.contains(line.strip().toLowerCase(Locale.ROOT))) {
                    return ExitCode.OK;
                }
                if (!line.isBlank()) {
                    answer(TerminalText.clean(line));
                }
            }
        }

        private int answer(String line) {
            Conversation.Step step;
            try {
                step = conversation.next(line);
            } catch (IllegalArgumentException e) {
                throw new UserMistake(String.valueOf(e.getMessage()));
            }
            if (step instanceof Conversation.Step.Again again) {
                show(again.answer(), line);
                return ExitCode.OK;
            }
            if (!(step instanceof Conversation.Step.Ask ask)) {
                terminal.complain("there is no answer with a span that this could go on from");
                return ExitCode.BAD_USE;
            }
            AskedQuestion question = spoken(ask.question());
            Optional<Answer> answer =
                    asker.ask(
                            question,
                            opened.encodedBy().orElseThrow().sha256(),
                            new Told(question));
            if (answer.isEmpty()) {
                terminal.complain(
                        "nothing is stored in "
                                + opened.times().span(question.span())
                                + "; stored is "
                                + opened.times().span(opened.stream().span()));
                return ExitCode.UNREADABLE;
            }
            conversation.answered(answer.get());
            show(answer.get(), line);
            return code(answer.get());
        }

        /** In a language that the bundle speaks. */
        private AskedQuestion spoken(AskedQuestion question) {
            String language = opened.language(Optional.empty(), question.language());
            return new AskedQuestion(
                    question.streamId(),
                    question.span(),
                    language,
                    question.text(),
                    question.kind(),
                    question.part());
        }

        private int code(Answer answer) {
            if (answer.ledger().refusedAll()) {
                answer.ledger()
                        .refusal()
                        .ifPresent(
                                refusal ->
                                        terminal.complain(
                                                (refusal.code() == ErrorCode.UNAVAILABLE
                                                                ? "the language model is down: "
                                                                : "the language model refused: ")
                                                        + refusal.code()
                                                        + ": "
                                                        + refusal.detail()));
            }
            return answer.verdict() == Answer.Verdict.UNANSWERED ? ExitCode.INTERNAL : ExitCode.OK;
        }

        private void show(Answer answer, String line) {
            terminal.out()
                    .print(json ? AskJson.of(answer, line, opened.times()) : text.sum(answer));
            if (explain && !json) {
                terminal.out().print(text.explained(answer));
            }
            terminal.out().flush();
        }

        /** Shows findings as they come. */
        private final class Told implements Asker.Listener {
            private final AskedQuestion question;

            Told(AskedQuestion question) {
                this.question = question;
            }

            @Override
            public void planned(AskPlan plan) {}

            @Override
            public void found(Finding finding) {
                if (!json) {
                    terminal.out().print(text.found(question, finding));
                    terminal.out().flush();
                }
            }
        }
    }
}

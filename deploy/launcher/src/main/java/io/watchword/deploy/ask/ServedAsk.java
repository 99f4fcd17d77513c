package io.watchword.deploy.ask;

import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.log.NotStored;
import io.watchword.deploy.log.StoredTimes;
import io.watchword.deploy.log.StreamChoice;
import io.watchword.fusion.ask.Answer;
import io.watchword.fusion.ask.AskLedger;
import io.watchword.fusion.ask.AskLimits;
import io.watchword.fusion.ask.AskPlan;
import io.watchword.fusion.ask.AskedQuestion;
import io.watchword.fusion.ask.Asker;
import io.watchword.fusion.ask.Conversation;
import io.watchword.fusion.ask.Finding;
import io.watchword.fusion.ask.ModelOfBundle;
import io.watchword.fusion.ask.SearchText;
import io.watchword.fusion.ask.WindowModel;
import io.watchword.fusion.client.GrpcWindowModel;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.StoredStream.StoredBundle;
import io.watchword.fusion.log.kafka.KafkaEventLog;
import io.watchword.fusion.log.kafka.KafkaUnderstandingLog;
import io.watchword.view.access.Rights;
import io.watchword.view.ask.AnswerListener;
import io.watchword.view.ask.AskRefused;
import io.watchword.view.ask.AskedOfStream;
import io.watchword.view.ask.Asking;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers as the command {@code ask} does, at the broker and the language model of a run. Each
 * question reads the log by clients of its own. Thread-safe. Owns the way to the model.
 */
public final class ServedAsk implements Asking, AutoCloseable {
    private final Supplier<Stored> stored;
    private final PipelineConfig config;
    private final ModelBundle bundle;
    private final SearchText search;
    private final WindowModel windows;

    /**
     * @param stored opened for each question, and closed after it
     * @param windows closed with this
     */
    ServedAsk(
            Supplier<Stored> stored,
            PipelineConfig config,
            ModelBundle bundle,
            SearchText search,
            WindowModel windows) {
        this.stored = stored;
        this.config = config;
        this.bundle = bundle;
        this.search = search;
        this.windows = windows;
    }

    /**
     * Connects.
     *
     * @param languageModel gRPC target
     * @param search stays the caller's
     */
    public static ServedAsk open(
            String bootstrapServers,
            String languageModel,
            PipelineConfig config,
            ModelBundle bundle,
            SearchText search) {
        return new ServedAsk(
                () -> {
                    KafkaUnderstandingLog log = KafkaUnderstandingLog.open(bootstrapServers);
                    return Stored.of(log, KafkaEventLog.open(bootstrapServers, log));
                },
                config,
                bundle,
                search,
                new ModelOfBundle(
                        GrpcWindowModel.open(languageModel, config.fuse()), bundle.sha256()));
    }

    @Override
    public void ask(AskedOfStream asked, Rights rights, AnswerListener listener) throws AskRefused {
        AskedModel model = new AskedModel(config, bundle);
        if (!model.answersQuestions()) {
            throw new AskRefused(
                    AskRefused.Reason.UNABLE,
                    "bundle " + bundle.name() + " gives captions and cannot answer questions");
        }
        AskLimits limits = model.limits(AskLimits.DEFAULT_TOKENS, AskLimits.DEFAULT_CONFIDENCE);
        try (Stored log = stored.get()) {
            StoredStream stream = readable(asked.streamId(), log.understanding().streams(), rights);
            StoredTimes times = new StoredTimes(stream, ZoneId.systemDefault());
            answer(
                    asked,
                    times,
                    new Asker(log.understanding(), log.events(), search, windows, limits),
                    listener);
        } catch (UserMistake e) {
            throw new AskRefused(AskRefused.Reason.BAD_QUESTION, String.join("; ", e.problems()));
        } catch (IllegalArgumentException e) {
            throw new AskRefused(AskRefused.Reason.BAD_QUESTION, String.valueOf(e.getMessage()));
        } catch (NotStored e) {
            throw new AskRefused(AskRefused.Reason.NOTHING_STORED, e.lines().get(0));
        }
    }

    /** Of streams that the caller may read: others are not even named. */
    private static StoredStream readable(String name, List<StoredStream> streams, Rights rights) {
        return StreamChoice.of(
                name,
                streams.stream().filter(stream -> rights.mayRead(stream.streamId())).toList());
    }

    private void answer(
            AskedOfStream asked, StoredTimes times, Asker asker, AnswerListener listener)
            throws AskRefused {
        TimeSpan span = times.span(asked.from(), asked.to());
        StoredBundle encodedBy =
                Opened.encodedBy(times.stream(), span, bundle)
                        .orElseThrow(
                                () ->
                                        new AskRefused(
                                                AskRefused.Reason.UNABLE,
                                                "what is stored of this stream was encoded by"
                                                        + " another bundle than "
                                                        + bundle.name()));
        Conversation conversation =
                new Conversation(times.stream().streamId(), span, Optional.empty());
        if (!asked.after().isEmpty()) {
            conversation.answered(before(asked, times.stream().streamId()));
        }
        if (!(conversation.next(asked.text()) instanceof Conversation.Step.Ask step)) {
            throw new AskRefused(
                    AskRefused.Reason.BAD_QUESTION,
                    "the question refers to an answer before: give its spans in after");
        }
        AskedQuestion question = spoken(step.question());
        Answer answer =
                asker.ask(question, encodedBy.sha256(), new Telling(listener, times))
                        .orElseThrow(
                                () ->
                                        new NotStored(
                                                List.of(
                                                        "nothing is stored in "
                                                                + times.span(question.span())
                                                                + "; stored is "
                                                                + times.span(
                                                                        times.stream().span()))));
        listener.told(AnswerListener.Kind.ANSWER, AskJson.node(answer, asked.text(), times));
    }

    /** In a language that the bundle speaks. */
    private AskedQuestion spoken(AskedQuestion question) {
        String language =
                bundle.languages().contains(question.language())
                        ? question.language()
                        : bundle.languages().get(0);
        return new AskedQuestion(
                question.streamId(),
                question.span(),
                language,
                question.text(),
                question.kind(),
                question.part());
    }

    /** Of the answer before, its spans are all that is known, and all that counts. */
    private static Answer before(AskedOfStream asked, String streamId) {
        List<TimeSpan> spans = asked.after();
        AskedQuestion question =
                AskedQuestion.of(
                        streamId, spans.get(0), AskedQuestion.languageOf(asked.text()), "");
        return new Answer(
                question,
                Answer.Verdict.TOLD,
                "",
                1,
                List.of(new Answer.Group("", 1, spans, spans.size())),
                List.of(),
                0,
                0,
                false,
                new AskPlan(List.of(), 0, 0, 0, 0, 0, 0, 0, List.of(), 0, 0),
                new AskLedger(
                        new TokenLedger(0, 0, 0, 0, 0, 0, 0), 0, 0, Optional.empty(), "", ""));
    }

    /** Tells findings as they come; when nobody listens any more, the question is given up. */
    private record Telling(AnswerListener listener, StoredTimes times) implements Asker.Listener {
        @Override
        public void planned(AskPlan plan) {
            listener.told(AnswerListener.Kind.PLAN, AskJson.plan(plan));
        }

        @Override
        public void found(Finding finding) {
            listener.told(AnswerListener.Kind.WINDOW, AskJson.node(finding, times));
        }
    }

    @Override
    public void close() {
        windows.close();
    }
}

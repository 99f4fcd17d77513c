package io.watchword.deploy.eval;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.Embedding;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.eval.ask.Asker;
import io.watchword.deploy.eval.ask.LanguageModelAsker;
import io.watchword.deploy.eval.audit.Audit;
import io.watchword.deploy.eval.audit.AuditedBlocks;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.kept.ToldEvent;
import io.watchword.deploy.eval.onnx.OnnxSearchText;
import io.watchword.deploy.eval.score.AuditScores;
import io.watchword.deploy.eval.score.CaptionScores;
import io.watchword.deploy.eval.score.EventScores;
import io.watchword.deploy.eval.score.Judge;
import io.watchword.deploy.eval.score.Judged;
import io.watchword.deploy.eval.score.MotionScores;
import io.watchword.deploy.eval.score.QuestionScores;
import io.watchword.deploy.eval.score.Scores;
import io.watchword.deploy.eval.score.SearchScores;
import io.watchword.deploy.eval.score.SoundScores;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.onnx.OnnxEncoders;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has everything counted that the set, the events and what was kept allow. */
final class Measuring {
    private static final String OTHER = "ru";

    private final Terminal terminal;
    private final EvalOptions options;
    private final EvaluationSet set;
    private final Optional<ModelBundle> bundle;
    private final Optional<Kept> kept;
    private final Judge judge;

    Measuring(
            Terminal terminal,
            EvalOptions options,
            EvaluationSet set,
            Optional<ModelBundle> bundle,
            Optional<Kept> kept) {
        this.terminal = terminal;
        this.options = options;
        this.set = set;
        this.bundle = bundle;
        this.kept = kept;
        this.judge = new Judge(set);
    }

    /** What was said in each language, beside the truth. */
    record Spoken(Map<String, List<Judged>> byLanguage) {
        /** In the first language. */
        List<Judged> judged() {
            return byLanguage.values().stream().findFirst().orElse(List.of());
        }
    }

    Spoken measure(List<ToldEvent> events, Scores scores) throws IOException, InterruptedException {
        if (kept.isEmpty() || bundle.isEmpty()) {
            Spoken spoken = spoken(events, Optional.empty());
            text(spoken, scores);
            withoutEmbeddings(scores);
            return spoken;
        }
        try (LanguageModelAsker asker = LanguageModelAsker.open(bundle.get())) {
            Spoken spoken = spoken(events, Optional.of(asker));
            text(spoken, scores);
            embeddings(kept.get(), bundle.get(), scores);
            search(kept.get(), asker, scores);
            questions(kept.get(), asker, scores);
            audits(kept.get(), asker, spoken, scores);
            return spoken;
        }
    }

    private static void withoutEmbeddings(Scores scores) {
        String reason = "only events were given, nothing kept beside them has embeddings";
        List.of(
                        "onset_error_ms",
                        "codes_used",
                        "motion_probe",
                        "retrieval_r1",
                        "retrieval_r10",
                        "presence_f1",
                        "blind_slot_accuracy")
                .forEach(key -> scores.absent(key, reason));
    }

    /** Events by language; in languages that they are not in, the same segments are asked about. */
    private Spoken spoken(List<ToldEvent> events, Optional<LanguageModelAsker> asker) {
        Map<String, List<Judged>> byLanguage = new LinkedHashMap<>();
        List<ToldEvent> first = List.of();
        for (String language : options.languages()) {
            List<ToldEvent> said =
                    events.stream().filter(event -> event.language().equals(language)).toList();
            if (said.isEmpty() && asker.isPresent() && !first.isEmpty()) {
                terminal.say("asking about the same events in " + language + " ...");
                said = again(first, language, asker.get());
            }
            first = first.isEmpty() ? said : first;
            if (!said.isEmpty() || byLanguage.isEmpty()) {
                byLanguage.put(language, judge.judge(said));
            }
        }
        return new Spoken(byLanguage);
    }

    private List<ToldEvent> again(List<ToldEvent> events, String language, Asker asker) {
        List<ToldEvent> said = new ArrayList<>();
        for (ToldEvent event : events) {
            List<SegmentTokens> segments = new ArrayList<>();
            for (String id : event.segmentIds()) {
                kept.flatMap(records -> records.embedding(id))
                        .map(Measuring::tokens)
                        .ifPresent(segments::add);
            }
            Optional<Asker.Answer> answer = asker.ask(segments, language, "");
            said.add(
                    event.saying(
                            answer.map(Asker.Answer::text).orElse(""),
                            language,
                            answer.map(Asker.Answer::confidence).orElse(0.0)));
        }
        return said;
    }

    private static SegmentTokens tokens(Embedding embedding) {
        return new SegmentTokens(embedding.span(), embedding.blocks());
    }

    private void text(Spoken spoken, Scores scores) {
        CaptionScores captions = new CaptionScores(judge.slots());
        List<Judged> judged = spoken.judged();
        captions.headline(judged, scores);
        spoken.byLanguage().forEach((language, all) -> captions.detail(all, language, scores));
        captions.calibration(judged, scores);
        SoundScores.names(judged, scores);
        new EventScores(set, judged.stream().map(Judged::event).toList()).score(scores);
        List<Judged> other = spoken.byLanguage().getOrDefault(OTHER, List.of());
        double here = captions.slots(judged, one -> true).accuracy();
        if (other.isEmpty() || spoken.byLanguage().size() < 2 || judge.slots().isEmpty()) {
            scores.absent("russian_gap", "facts are not there in both English and Russian");
        } else {
            scores.put("russian_gap", here - captions.slots(other, one -> true).accuracy());
        }
    }

    private void embeddings(Kept records, ModelBundle model, Scores scores) {
        List<String> labels = new ArrayList<>();
        for (JsonNode label : model.section("audio").path("labels")) {
            labels.add(label.asText());
        }
        SoundScores.onsets(set, records, labels, scores);
        SoundScores.encoder(set, records, labels, scores);
        int codes = model.section("motion").path("codes").asInt();
        MotionScores motion = new MotionScores(set, records, codes, options.seed());
        motion.codesUsed(scores);
        motion.probe(scores);
    }

    private void search(Kept records, LanguageModelAsker asker, Scores scores) {
        if (bundle.isEmpty() || !bundle.get().has(ModelBundle.Roles.SEARCH_TEXT)) {
            scores.absent("retrieval_r1", "the bundle has no search_text");
            scores.absent("retrieval_r10", "the bundle has no search_text");
            return;
        }
        try (OnnxSearchText text = OnnxSearchText.open(bundle.get())) {
            new SearchScores(sentence -> text.vector(asker.tokens(sentence)), options.seed())
                    .score(set, records, scores);
        }
    }

    private void questions(Kept records, LanguageModelAsker asker, Scores scores) {
        if (!asker.answersQuestions()) {
            scores.absent("presence_f1", "the bundle gives captions and answers no questions");
            return;
        }
        for (String language : options.languages()) {
            terminal.say("asking the set's questions in " + language + " ...");
            boolean headline = language.equals(options.languages().get(0));
            new QuestionScores(asker, options.seed())
                    .score(set, records, language, headline, scores);
        }
    }

    private void audits(Kept records, Asker asker, Spoken spoken, Scores scores)
            throws IOException, InterruptedException {
        if (options.audits().isEmpty() || judge.slots().isEmpty()) {
            scores.absent("blind_slot_accuracy", "no audit was asked for, or there is no grammar");
            return;
        }
        terminal.say("taking senses away ...");
        if (!Audit.anyEncodesAgain(options.audits())) {
            audit(
                    new AuditedBlocks(records, Optional.empty(), options.seed()),
                    asker,
                    spoken,
                    scores);
            return;
        }
        try (OnnxEncoders encoders =
                OnnxEncoders.open(bundle.orElseThrow(), EncodeConfig.DEFAULT)) {
            audit(
                    new AuditedBlocks(records, Optional.of(encoders), options.seed()),
                    asker,
                    spoken,
                    scores);
        }
    }

    private void audit(AuditedBlocks blocks, Asker asker, Spoken spoken, Scores scores)
            throws IOException, InterruptedException {
        new AuditScores(judge, asker, blocks, options.seed())
                .score(spoken.judged(), options.audits(), scores);
    }
}

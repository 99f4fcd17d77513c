package io.watchword.deploy.eval.report;

import io.watchword.contract.TimeSpan;
import io.watchword.deploy.eval.score.Judged;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Events side by side with the truth and what was seen. */
final class SceneCards {
    private SceneCards() {}

    static String of(List<Scene> scenes) {
        StringBuilder cards = new StringBuilder("<section><h2>");
        cards.append(scenes.size())
                .append(
                        " events to look at</h2><p>Chosen by the seed; those most wrong come first.")
                .append(" Colour in the motion picture is the way a cell moves, its strength the")
                .append(" speed.</p><div class=\"wheel\"></div></section>");
        scenes.forEach(scene -> cards.append(card(scene)));
        return cards.toString();
    }

    private static String card(Scene scene) {
        Judged judged = scene.judged();
        StringBuilder card = new StringBuilder("<article class=\"");
        card.append(
                judged.truth().isEmpty() ? "open" : scene.wrong().isEmpty() ? "right" : "wrong");
        card.append("\"><h3>").append(Html.text(judged.event().source())).append(" <small>");
        card.append(span(judged.event().span())).append(", confidence ");
        card.append(Html.number(judged.event().confidence())).append(", ");
        card.append(Html.text(judged.source().split())).append("</small></h3>");
        card.append("<div class=\"pictures\">");
        scene.keyframes().forEach(jpeg -> card.append(Html.image("jpeg", jpeg, "key frame")));
        scene.motion().ifPresent(png -> card.append(Html.image("png", png, "motion field")));
        card.append("</div><dl><dt>true</dt><dd>")
                .append(Html.text(judged.sentence().orElse("no window of truth is near")))
                .append("</dd><dt>said</dt><dd>")
                .append(Html.text(judged.event().caption()))
                .append("</dd></dl>");
        if (judged.truth().isPresent()) {
            card.append(facts(scene, judged.truth().get()));
        }
        return card.append("</article>").toString();
    }

    private static String facts(Scene scene, Map<String, String> truth) {
        StringBuilder facts = new StringBuilder("<p class=\"facts\">");
        Map<String, String> said = scene.judged().said().orElse(Map.of());
        new TreeMap<>(truth)
                .forEach(
                        (slot, value) -> {
                            boolean wrong = scene.wrong().contains(slot);
                            facts.append("<span class=\"").append(wrong ? "no" : "yes");
                            facts.append("\"><b>").append(Html.text(slot)).append("</b> ");
                            facts.append(Html.text(value));
                            if (wrong) {
                                facts.append(" <s>")
                                        .append(Html.text(said.getOrDefault(slot, "unreadable")))
                                        .append("</s>");
                            }
                            facts.append("</span>");
                        });
        return facts.append("</p>").toString();
    }

    private static String span(TimeSpan span) {
        return String.format(Locale.ROOT, "%.1f–%.1f s", span.startUs() / 1e6, span.endUs() / 1e6);
    }
}

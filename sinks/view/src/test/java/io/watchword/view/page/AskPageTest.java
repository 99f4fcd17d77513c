package io.watchword.view.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.view.page.World.Happened;
import java.util.List;
import org.junit.jupiter.api.Test;

class AskPageTest extends Visit {
    @Test
    void streamsAnAnswerWhoseSpansOpenTheClip() {
        List<Happened> rests =
                server.world.newest().stream()
                        .filter(one -> one.streamId().equals("yard"))
                        .filter(one -> one.event().path("language").asText().equals("en"))
                        .limit(4)
                        .toList();
        server.ask.restsOn(rests);
        server.ask.hold();
        open("ask?stream=yard");
        tab.click("#question");
        tab.type("Did a van pass?");
        tab.press("Enter");

        tab.until("document.querySelectorAll('.windows li').length === 2");
        assertThat(tab.text("#answers"))
                .contains("2 of 4 windows")
                .doesNotContain("a van passes the gate");
        server.ask.letGo();
        tab.untilSaid("#answers .text", "a van passes the gate");
        assertThat(tab.text("#answers .text")).startsWith("Yes. a van passes");
        tab.screenshot(SHOTS.resolve("ask.png"));
        tab.click(".spans a:nth-child(2)");

        tab.until("location.hash.startsWith('#/events/" + idOf(rests.get(1)) + "')");
        tab.until(
                "document.querySelector('#clip')?.readyState >= 1 && document.querySelector('#clip').currentTime === 2");
    }

    @Test
    void asksTheNextQuestionWithTheSpansOfTheAnswerBefore() {
        Happened event = eventOf("yard");
        server.ask.restsOn(List.of(event));
        open("ask?stream=yard");
        for (String question : List.of("Did a van pass?", "And then?")) {
            tab.click("#question");
            tab.type(question);
            tab.press("Enter");
            tab.until(
                    "document.querySelectorAll('#answers .text .sure').length === "
                            + (question.startsWith("D") ? 1 : 2));
        }

        List<JsonNode> asked = server.ask.asked();
        assertThat(asked.get(0).path("after")).isEmpty();
        assertThat(asked.get(1).path("after").path(0).path("startUs").asLong())
                .isEqualTo(event.startUs());
    }
}

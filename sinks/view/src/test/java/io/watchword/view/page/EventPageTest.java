package io.watchword.view.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.view.page.World.Happened;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventPageTest extends Visit {
    @Test
    void playsTheClipWhereTheEventBegins() {
        Happened event = eventOf("yard");
        open("events/" + idOf(event));

        tab.until(
                "document.querySelector('#clip').readyState >= 2 && !document.querySelector('#clip').seeking");
        tab.until(
                "!document.querySelector('#scrub').closest('.scrub').hidden && Number(document.querySelector('#scrub').max) > 3");
        assertThat(tab.value("document.querySelector('#clip').currentTime").asDouble())
                .isEqualTo(2.0);
        assertThat(tab.value("document.querySelector('#clip').videoWidth").asInt())
                .isEqualTo(Scene.WIDTH);
        tab.until("document.querySelector('#keyframe').complete");
        tab.until("document.querySelector('#clip').readyState === 4");
        tab.screenshot(SHOTS.resolve("event-light.png"));
        assertThat(drawnPixels("#motion")).isPositive();

        tab.click("#play");
        tab.until("document.querySelector('#clip').currentTime > 2.2");
    }

    /** Of a canvas, those that are not clear. */
    private int drawnPixels(String canvas) {
        return tab.value(
                        """
                        (() => { const c = document.querySelector('%s');
                          return c.getContext('2d').getImageData(0, 0, c.width, c.height).data
                            .filter((value, index) => index %% 4 === 3 && value > 0).length; })()"""
                                .formatted(canvas))
                .asInt();
    }

    @Test
    void drawsTheMotionOfEachStepAndLooksForMoreOfTheLike() {
        Happened event = eventOf("high-street");
        tab.darkness(true);
        open("events/" + idOf(event));
        tab.until("Number(document.querySelector('#scrub')?.max) > 3");
        tab.until(
                "document.querySelector('#keyframe').complete && document.querySelector('#clip').readyState >= 2");
        tab.screenshot(SHOTS.resolve("event-dark.png"));
        String before = tab.text("output");

        tab.value("document.querySelector('#scrub').focus()");
        tab.press("ArrowRight");
        tab.until("document.querySelector('output').innerText !== " + Tab.quoted(before));
        tab.until("document.querySelector('#clip').currentTime !== 2");
        tab.until("document.querySelector('.frame + p').hidden");
        tab.click("a[href*='by=motion']");

        tab.untilThere("#hits a");
        assertThat(tab.text("#hits .why")).contains("alike in motion");
    }

    @Test
    void waitsForARecordingThatIsStillBeingWritten() {
        server.recorded.set(false);
        Happened event = server.happen("yard", "a fox sits down");
        event.event().put("startsAt", Instant.now().toString());
        open("events/" + idOf(event));
        tab.untilSaid(".film", "still being written");

        server.recorded.set(true);

        tab.until("document.querySelector('#clip')?.currentTime === 2");
    }

    @Test
    void tellsWhatEachOneDoesBesideTheWhole() {
        Happened whole = server.happen("yard", "a van and a fox");
        Happened part =
                server.world.add(
                        "yard",
                        whole.startUs() + 1_000_000,
                        2_000_000,
                        "the fox sits down",
                        "en",
                        whole.scene());
        part.event().putArray("labels").add("part");
        open("streams/yard");
        tab.untilSaid("#events", "a van and a fox");
        assertThat(tab.text("#events")).doesNotContain("the fox sits down");

        go("events/" + idOf(whole));

        tab.untilSaid("#beside", "the fox sits down");
    }

    @Test
    void saysWhatDegradedAndUnsureMean() {
        Happened event = eventOf("gate-north");
        event.event().put("degraded", true).put("confidence", 0.31);
        open("events/" + idOf(event));

        tab.untilThere("#degraded");
        assertThat(tab.text("#degraded")).contains("motion and sound alone");
        assertThat(tab.text(".event-view .sure")).isEqualTo("a guess 0.31");
        assertThat(tab.count(".caption.unsure-text")).isPositive();
    }
}

package io.watchword.view.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamPageTest extends Visit {
    @Test
    void goesOnAfterTheFeedWasCutAndMissesNothing() {
        open("streams/yard");
        tab.untilThere("#events a");

        server.happen("yard", "a fox sits down");
        tab.untilSaid("#events", "a fox sits down");
        server.feed.cut();
        tab.until("document.querySelector('#feed').dataset.state === 'reconnecting'");
        assertThat(tab.text("#feed")).isEqualTo("Reconnecting");
        server.happen("yard", "a second fox");
        server.feed.reopen();

        tab.untilSaid("#events", "a second fox");
        tab.until("document.querySelector('#feed').dataset.state === 'live'");
    }

    @Test
    void hatchesGapsAndSaysWhyNothingIsTold() {
        open("streams/yard");
        tab.untilThere("#events a");
        tab.value("document.querySelector('#band').focus()");
        for (int i = 0; i < 12 && !tab.text("#band-tip").contains("away"); i++) {
            tab.press("ArrowLeft");
        }

        assertThat(tab.text("#band-tip"))
                .contains("the source was away (4 min)")
                .contains("the camera did not answer");
        tab.screenshot(SHOTS.resolve("stream-gap.png"));
    }

    @Test
    void showsAStreamAndSiftsItsEvents() {
        open("streams/yard");
        tab.untilThere("#events a");
        int all = tab.count("#events a");
        tab.value("document.querySelector('#events li:nth-child(3) a').focus()");
        tab.untilSaid("#band-tip", "camera still");
        tab.screenshot(SHOTS.resolve("stream.png"));

        assertThat(tab.count(".folded[open]")).isEqualTo(1);
        tab.click(".filters input[type=checkbox]");

        tab.until("document.querySelectorAll('#events a').length < " + all);
        assertThat(tab.text("#events")).doesNotContain("nothing moves");
        assertThat(tab.value("location.hash").asText()).contains("calm=no");
    }
}

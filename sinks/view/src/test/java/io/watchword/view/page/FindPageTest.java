package io.watchword.view.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindPageTest extends Visit {
    @Test
    void findsAnEventByWords() {
        open("");
        tab.press("/");
        tab.type("white van right");
        tab.press("Enter");

        tab.untilThere("#hits a");
        tab.until(PICTURES_SHOWN);
        tab.screenshot(SHOTS.resolve("search.png"));
        assertThat(tab.text("#hits li mark")).isEqualTo("white");
        assertThat(tab.text("#hits li .why")).contains("white, van, right").contains("0.81");
        assertThat(tab.count("#hits a")).isPositive();
    }

    @Test
    void previewsAnAlertKeepsItAndDeletesIt() {
        open("subscriptions");
        tab.click("#sub-words");
        tab.type("person runs");
        assertThat(tab.value("document.querySelector('#threshold').checkVisibility()").asBoolean())
                .as("words alone have no threshold")
                .isFalse();
        tab.value(
                "(() => { const by = document.querySelector('main form select'); by.value = 'either';"
                        + " by.dispatchEvent(new Event('change')); })()");
        tab.untilThere("#preview a");
        int loose = tab.count("#preview a");
        tab.value(
                "(() => { const t = document.querySelector('#threshold'); t.value = 1;"
                        + " t.dispatchEvent(new Event('input')); })()");
        tab.until("document.querySelectorAll('#preview a').length < " + loose);
        assertThat(tab.text("#preview-count")).contains("looked at what was recorded in it");
        assertThat(tab.text("#preview .why")).contains("person, runs");
        tab.until(PICTURES_SHOWN);
        tab.screenshot(SHOTS.resolve("alerts.png"));

        tab.click("#save");
        tab.untilSaid("#subscriptions", "person runs");
        tab.untilSaid("main form .note", "Saved");
        tab.click("#subscriptions button");
        tab.click("dialog button[type=submit]");

        tab.until("!document.querySelector('#subscriptions li')");
    }

    @Test
    void showsHowEverythingDoes() {
        open("health");
        tab.untilSaid("main", "camera wants another password");
        tab.screenshot(SHOTS.resolve("health.png"));

        assertThat(tab.text(".head .badge")).isEqualTo("Something needs a look");
        assertThat(tab.text("tbody tr:first-child")).contains("roof").contains("Failed");
    }
}

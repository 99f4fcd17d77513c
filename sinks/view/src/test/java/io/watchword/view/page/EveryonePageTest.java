package io.watchword.view.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.view.page.World.Happened;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class EveryonePageTest extends Visit {
    @Test
    void showsWhatIsHostileAsText() throws IOException {
        serve(World.hostile(Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        List<String> places =
                List.of(
                        "",
                        "search?q=window",
                        "health",
                        "subscriptions",
                        "ask",
                        "streams/" + encoded(HostileText.ALL.get(3)));
        open("search");
        for (String place : places) {
            go(place);
            tab.until(
                    "document.querySelector('main').innerText.length > 60 && !document.querySelector('.wait-line')");
            assertThat(tab.value("window.hit === undefined").asBoolean()).isTrue();
            assertThat(
                            tab.count(
                                    "main :is(script, iframe, object, embed, base, meta, link, style, math, details[ontoggle])"))
                    .isZero();
            assertThat(
                            tab.count(
                                    "main [onerror], main [onload], main [onfocus], main a[href^='javascript']"))
                    .isZero();
        }
        go("");
        tab.untilThere("#wall a");
        String wall = tab.value("document.querySelector('main').textContent").asText();
        assertThat(wall)
                .contains("<script>window.hit=1</script>", "<img src=x onerror=window.hit=1>");
        assertThat(wall)
                .contains("gate \ufffdgpj.exe\ufffd open")
                .doesNotContain("\u202e", "\u001b");
        tab.screenshot(SHOTS.resolve("hostile.png"));
        Happened event = server.world.last(HostileText.ALL.get(28)).orElseThrow();
        go("events/" + idOf(event));
        tab.untilSaid(".caption", "one line data: {\"eventId\":\"forged\"} event: cut");
        server.happen(HostileText.ALL.get(3), HostileText.ALL.get(28));
        go("streams/" + encoded(HostileText.ALL.get(3)));
        tab.untilSaid("#events", "forged");
        assertThat(tab.value("window.hit === undefined").asBoolean()).isTrue();
    }

    private static String encoded(String id) {
        return java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    @Test
    void isWalkedThroughByKeysAlone() {
        open("");
        tab.untilThere("#recent a");
        tab.press("?");
        tab.untilThere("dialog[open] kbd");
        tab.screenshot(SHOTS.resolve("keys.png"));
        tab.press("Escape");
        tab.until("!document.querySelector('dialog')");
        tab.press("j");
        tab.press("j");
        tab.press("k");
        String first = tab.value("document.querySelector('#recent a').dataset.event").asText();
        assertThat(tab.value("document.activeElement.dataset.event").asText()).isEqualTo(first);
        tab.press("Enter");
        tab.until("location.hash === '#/events/" + first + "'");
        tab.untilThere("#play");
        tab.press("j");
        tab.until("location.hash !== '#/events/" + first + "'");
        tab.untilThere("#play");
        String second = tab.value("location.hash.split('/').at(-1)").asText();
        tab.press("Escape");
        tab.untilThere("#wall");
        tab.until("document.activeElement.dataset.event === '" + second + "'");
        tab.press("k");
        assertThat(tab.value("document.activeElement.dataset.event").asText()).isEqualTo(first);
        go("streams/yard");
        tab.untilThere("#events a");
        tab.value("document.querySelector('#band').focus()");
        tab.press("ArrowLeft");
        tab.untilSaid("#band-tip", "camera still");
        tab.press("Enter");
        tab.until("location.hash.startsWith('#/events/')");
        tab.untilThere("#play");
        tab.press("/");
        tab.type("lorry");
        assertThat(tab.value("document.activeElement.id").asText()).isEqualTo("find");
        tab.press("Escape");
        assertThat(tab.value("document.activeElement.id").asText()).isNotEqualTo("find");
        tab.value("document.body.focus(); document.querySelector('#main').blur()");
        tab.press("Tab");
        assertThat(tab.value("document.activeElement !== document.body").asBoolean()).isTrue();
    }

    @Test
    void fitsAPhone() {
        tab.size(360, 740, true);
        open("search");
        String event = "events/" + idOf(eventOf("yard"));
        for (String place :
                List.of(
                        "",
                        "streams/yard",
                        event,
                        "search?q=van",
                        "ask",
                        "subscriptions",
                        "health")) {
            go(place);
            tab.until(
                    "!document.querySelector('.wait-line') && (!document.querySelector('#wall') || document.querySelector('#wall img[src^=blob]'))");
            assertThat(tab.value("document.documentElement.scrollWidth").asInt())
                    .as(place)
                    .isLessThanOrEqualTo(360);
            assertThat(tab.value(SMALL).asText())
                    .as("%s: what is too small to touch", place)
                    .isEmpty();
            assertThat(tab.value(UPSIDE_DOWN).asInt()).as(place).isZero();
            tab.until(PICTURES_SHOWN);
            tab.screenshot(SHOTS.resolve("phone-" + place.replaceAll("[/?].*", "") + ".png"));
        }
    }

    /** Tiles whose words are above their picture. */
    private static final String UPSIDE_DOWN =
            """
            [...document.querySelectorAll('.tile')].filter((tile) =>
              tile.querySelector('.told').getBoundingClientRect().top < tile.querySelector('.view').getBoundingClientRect().top).length""";

    /** Buttons and links, but those within a sentence, that are lower than a finger is wide. */
    private static final String SMALL =
            """
            [...document.querySelectorAll('button, select, input:not([type=checkbox], [type=range]), .button, .tabs a, .event, summary, .link')]
              .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 43.5)
              .map((node) => node.outerHTML.slice(0, 120)).join('; ')""";

    @Test
    void speaksRussian() {
        open("");
        tab.click("#language");
        tab.untilSaid("main h1", "Потоки");
        tab.untilSaid("[data-stream='roof']", "Сбой");
        tab.until("document.querySelectorAll('#wall img[src^=blob]').length === 8");
        tab.until(PICTURES_SHOWN);
        tab.screenshot(SHOTS.resolve("wall-russian.png"));

        assertThat(tab.value("document.documentElement.lang").asText()).isEqualTo("ru");
        assertThat(tab.text("#recent")).contains("камера неподвижна");
    }
}

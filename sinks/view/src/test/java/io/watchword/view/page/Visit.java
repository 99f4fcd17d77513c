package io.watchword.view.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.view.page.World.Happened;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new visitor's tab, before a world in which the usual happens. One browser serves all tests. */
@Tag("browser")
@ExtendWith(SharedBrowser.class)
abstract class Visit {
    static final Path SHOTS = Path.of("target", "screenshots");
    static final String PICTURES_SHOWN =
            "[...document.images].filter((one) => !one.hidden && one.checkVisibility()"
                    + " && one.getBoundingClientRect().top < innerHeight).every((one) => one.complete)";

    PageServer server;
    Tab tab;

    @BeforeEach
    void visit(Browser browser, byte[] clip) throws IOException {
        server = new PageServer(World.usual(Instant.now().truncatedTo(ChronoUnit.SECONDS)), clip);
        tab = browser.tab();
    }

    @AfterEach
    void leave() {
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests())
                .allMatch(
                        url ->
                                url.startsWith(server.address())
                                        || url.matches("(about|blob|data):.*"));
        tab.close();
        server.close();
    }

    final void serve(World world) throws IOException {
        server.close();
        server = new PageServer(world, server.clip);
    }

    final void open(String place) {
        tab.open(server.address() + "#/" + place);
        tab.untilThere("main h1");
        tab.until("document.querySelector('#feed')?.dataset.state === 'live'");
    }

    /** From one view to another, as a link would. */
    final void go(String place) {
        String arrive =
                "new Promise((done) => { location.hash = %s;"
                        + " addEventListener('hashchange', () => done(true), {once: true}); })";
        tab.value(arrive.formatted(Tab.quoted("/" + place)));
        tab.until("!document.querySelector('main').hasAttribute('aria-busy')");
    }

    final Happened eventOf(String streamId) {
        return server.world.newest().stream()
                .filter(one -> one.streamId().equals(streamId))
                .filter(one -> one.scene().actor() != Scene.Actor.NOBODY)
                .filter(one -> one.event().path("language").asText().equals("en"))
                .findFirst()
                .orElseThrow();
    }

    static String idOf(Happened happened) {
        return happened.event().path("eventId").asText();
    }
}

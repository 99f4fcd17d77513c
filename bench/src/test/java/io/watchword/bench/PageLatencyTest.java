package io.watchword.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.view.page.Browser;
import io.watchword.view.page.Tab;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** From topic {@code events} into a browser, through the view and its server. */
@EnabledIf("io.watchword.view.page.Browser#isInstalled")
class PageLatencyTest {
    private static final int EVENTS = 60;

    /** The first ones warm up what reads them. */
    private static final int WARM = 10;

    private static final String SEEN =
            "window.seen = new Promise((done) => new MutationObserver(() => {"
                    + " if (document.querySelector('#recent').innerText.includes('fox %1$d.')"
                    + " && document.querySelector('#wall').innerText.includes('fox %1$d.')) done(1);"
                    + " }).observe(document.body, {subtree: true, childList: true})); 0";

    @TempDir private Path directory;

    @Test
    void anEventIsOnThePageWithinASecond() throws Exception {
        long[] tookNs = new long[EVENTS];
        try (LiveView view = LiveView.start(directory);
                Browser browser = new Browser()) {
            view.tell("yard", 0, "Nothing moves.");
            Tab tab = browser.tab();
            tab.open(view.page());
            tab.until("document.querySelector('#feed')?.dataset.state === 'live'");
            tab.untilSaid("#wall", "Nothing moves.");
            for (int i = 0; i < EVENTS; i++) {
                tab.value(SEEN.formatted(i));
                long beganNs = System.nanoTime();
                view.tell("yard", i + 1, "A fox " + i + ".");
                tab.value("window.seen");
                tookNs[i] = System.nanoTime() - beganNs;
            }
            assertThat(tab.complaints()).isEmpty();
        }
        long[] sorted = Arrays.copyOfRange(tookNs, WARM, EVENTS);
        Arrays.sort(sorted);
        System.out.printf(
                "appended to events -> on the page, ms: p50 %d, p95 %d, longest %d of %d%n",
                sorted[sorted.length / 2] / 1_000_000,
                sorted[sorted.length * 95 / 100] / 1_000_000,
                sorted[sorted.length - 1] / 1_000_000,
                sorted.length);
        assertThat(sorted[sorted.length / 2]).isLessThan(1_000_000_000L);
    }
}

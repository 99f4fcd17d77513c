package io.watchword.view.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.view.access.Tenants;
import io.watchword.view.access.oidc.OidcLogin;
import io.watchword.view.access.oidc.TestProvider;
import io.watchword.view.health.Health;
import io.watchword.view.http.InMemoryView;
import io.watchword.view.http.Samples;
import io.watchword.view.http.ViewAddress;
import io.watchword.view.http.ViewLimits;
import io.watchword.view.http.ViewServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page of the real server, where one must sign in. */
@Tag("browser")
class SignInPageTest {
    private static final Path SHOTS = Path.of("target", "screenshots");

    private final Tenants tenants = new Tenants();
    private final InMemoryView view = new InMemoryView();

    @SuppressWarnings("NullAway.Init") // by JUnit
    private ViewServer server;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private Browser browser;

    private static final class NoHealth implements Health {
        @Override
        public Report report() {
            return new Report(true, List.of(), Optional.empty(), Optional.empty());
        }

        @Override
        public String metrics() {
            return "";
        }
    }

    @BeforeEach
    void start() throws IOException {
        view.streams.add("yard");
        view.add(Samples.entry(1, "yard", "A van stops."));
        server = serve(0, Optional.empty());
        browser = new Browser();
    }

    private ViewServer serve(int port, Optional<OidcLogin> login) throws IOException {
        ViewServer started =
                ViewServer.start(
                        new ViewServer.Settings(
                                ViewAddress.local(port),
                                Optional.of(tenants.control),
                                login,
                                ViewLimits.DEFAULT,
                                "1.2.3"),
                        new NoHealth());
        started.serve(view.parts());
        return started;
    }

    @AfterEach
    void stop() throws IOException {
        browser.close();
        server.close();
    }

    @Test
    void thePageAsksWhoLooksAndForgetsWhenToldTo() {
        Tab tab = browser.tab();
        tab.open("http://127.0.0.1:" + server.port() + "/");
        tab.untilThere("#sign-in");
        assertThat(tab.count(".tile")).isZero();
        tab.screenshot(SHOTS.resolve("sign-in.png"));

        tab.click("#token");
        tab.type("ww_wrong");
        tab.press("Enter");
        tab.untilSaid("#sign-in", "not valid");
        tab.type(tenants.give("wall", "all")); // over the wrong one, which is selected
        tab.press("Enter");
        tab.untilThere(".tile");
        tab.untilSaid(".tile", "yard");
        assertThat(tab.value("document.cookie").asText()).isEmpty(); // scripts do not see it

        tab.click("#sign-out");
        tab.untilThere("#sign-in");
        assertThat(tab.count(".tile")).isZero();
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    @Test
    void thePageOfATokenThatIsWithdrawnAsksAgain() {
        Tab tab = browser.tab();
        tab.open("http://127.0.0.1:" + server.port() + "/");
        tab.untilThere("#sign-in");
        tab.click("#token");
        tab.type(tenants.give("wall", "all"));
        tab.press("Enter");
        tab.untilThere(".tile");
        tenants.withdraw("wall");

        tab.untilThere("#sign-in");
        tab.close();
    }

    @Test
    void somebodyGoesToTheProviderAndComesBackToWhereTheyWere() throws IOException {
        int port = server.port(); // is free again in a moment
        server.close();
        String page = "http://127.0.0.1:" + port + "/";
        try (TestProvider provider = new TestProvider(tenants.clock, "http://127.0.0.1:" + port)) {
            String sealing = "0123456789abcdef0123456789abcdef";
            server = serve(port, Optional.of(provider.login(sealing, Optional.empty(), "<Guild>")));
            provider.alice = TestProvider.Alice.CANCELS;
            Tab tab = browser.tab();
            tab.open(page + "#/search");
            tab.untilThere("#provider");
            assertThat(tab.text("#provider")).isEqualTo("Sign in with <Guild>");
            tab.screenshot(SHOTS.resolve("sign-in-provider.png"));

            tab.click("#provider");
            tab.untilSaid("#sign-in", "<Guild> says that it was cancelled");
            assertThat(tab.value("location.href").asText()).isEqualTo(page);
            tab.screenshot(SHOTS.resolve("sign-in-cancelled.png"));
            provider.alice = TestProvider.Alice.AGREES;
            tab.click("#provider");
            tab.untilThere(".tile");
            assertThat(tab.value("document.cookie").asText()).isEmpty();

            tab.click("#sign-out");
            tab.untilThere("#provider");
            tab.open(page + "#/search");
            tab.untilThere("#provider");
            tab.click("#provider");
            tab.until("location.hash === '#/search'");
            tab.untilThere("#sign-out");
            assertThat(tab.complaints()).isEmpty();
            tab.close();
        }
    }
}

package io.watchword.view.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final TestClock clock = new TestClock();
    private final Sessions sessions = sessions(SECRET);
    private final Caller eve =
            Caller.ofProvider(
                    "eve",
                    Scopes.parse(List.of("search", "read:stream:yard")),
                    clock.instant().plus(Duration.ofDays(1)));

    private Sessions sessions(String secret) {
        return new Sessions(
                new Seal(secret, "session"), Duration.ofMinutes(30), Duration.ofHours(2), clock);
    }

    @Test
    void anotherProcessWithTheSameSecretKnowsTheSession() {
        Sessions.Session begun = sessions.begin(eve);
        String cookie = sessions.cookie(begun);

        assertThat(sessions(SECRET).open(cookie)).contains(begun);
        assertThat(sessions(SECRET + "x").open(cookie)).isEmpty();
        assertThat(begun.caller().scopes()).isEqualTo(eve.scopes());
        assertThat(sessions.begin(eve).csrf()).isNotEqualTo(begun.csrf());
        assertThat(begun).asString().doesNotContain(begun.id(), begun.csrf());
    }

    @Test
    void aSessionEndsWhenNobodyUsesIt() {
        Sessions.Session session = sessions.begin(eve);
        String cookie = sessions.cookie(session);
        clock.pass(Duration.ofMinutes(2));
        assertThat(sessions.isStale(session)).isFalse();
        clock.pass(Duration.ofMinutes(27));
        assertThat(sessions.open(cookie)).isPresent();
        assertThat(sessions.isStale(session)).isTrue();
        String used = sessions.cookie(session);
        clock.pass(Duration.ofMinutes(1));

        assertThat(sessions.open(cookie)).isEmpty();
        assertThat(sessions.open(used)).isPresent();
    }

    @Test
    void aSessionEndsAlsoWhileItIsUsed() {
        String cookie = sessions.cookie(sessions.begin(eve));
        for (int minutes = 0; minutes < 110; minutes += 10) {
            clock.pass(Duration.ofMinutes(10));
            cookie = sessions.cookie(sessions.open(cookie).orElseThrow());
        }
        clock.pass(Duration.ofMinutes(10));

        assertThat(sessions.open(cookie)).isEmpty();
    }

    @Test
    void aSessionEndsWithWhatItWasBegunWith() {
        String cookie =
                sessions.cookie(
                        sessions.begin(
                                eve.noLongerThan(clock.instant().plus(Duration.ofMinutes(5)))));
        clock.pass(Duration.ofMinutes(4));
        assertThat(sessions.open(cookie)).isPresent();
        clock.pass(Duration.ofMinutes(1));

        assertThat(sessions.open(cookie)).isEmpty();
    }

    @Test
    void moreThanABrowserKeepsIsRefusedInWords() {
        Scopes many =
                Scopes.parse(
                        IntStream.range(0, 200)
                                .mapToObj(number -> "read:stream:camera-" + number)
                                .toList());
        Caller watcher = Caller.ofProvider("eve", many, clock.instant().plusSeconds(600));

        assertThatThrownBy(() -> sessions.cookie(sessions.begin(watcher)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("too many streams for a browser to keep");
    }
}

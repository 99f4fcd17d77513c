package io.watchword.view.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final TestClock clock = new TestClock();
    private final Sessions sessions =
            new Sessions(Duration.ofMinutes(30), Duration.ofHours(2), clock);
    private final AtomicBoolean stands = new AtomicBoolean(true);
    private final Caller eve =
            new Caller("token:eve", Scopes.parse(List.of("search")), stands::get);

    @Test
    void aSessionEndsWhenNobodyUsesIt() {
        Sessions.Session session = sessions.begin(eve);
        clock.pass(Duration.ofMinutes(29));
        assertThat(sessions.use(session.id())).isPresent();
        clock.pass(Duration.ofMinutes(29));
        assertThat(session.caller().credential().stands()).isTrue();
        clock.pass(Duration.ofMinutes(1));

        assertThat(session.caller().credential().stands()).isFalse();
        assertThat(sessions.use(session.id())).isEmpty();
    }

    @Test
    void aSessionEndsAlsoWhileItIsUsed() {
        Sessions.Session session = sessions.begin(eve);
        for (int minutes = 0; minutes < 110; minutes += 10) {
            clock.pass(Duration.ofMinutes(10));
            assertThat(sessions.use(session.id())).isPresent();
        }
        clock.pass(Duration.ofMinutes(10));

        assertThat(sessions.use(session.id())).isEmpty();
    }

    @Test
    void aSessionEndsWithItsCredential() {
        Sessions.Session session = sessions.begin(eve);
        stands.set(false);

        assertThat(session.caller().credential().stands()).isFalse();
        assertThat(sessions.use(session.id())).isEmpty();
    }

    @Test
    void whoSignsOutIsOut() {
        Sessions.Session one = sessions.begin(eve);
        Sessions.Session other = sessions.begin(eve);
        sessions.end(one.id());

        assertThat(sessions.use(one.id())).isEmpty();
        assertThat(one.caller().credential().stands()).isFalse();
        assertThat(sessions.use(other.id())).isPresent();
        assertThat(one.csrf()).isNotEqualTo(other.csrf());
        assertThat(one).asString().doesNotContain(one.id(), one.csrf());
    }

    @Test
    void oneTooManyEndsTheOneThatWasUsedLeastLately() {
        Sessions.Session first = sessions.begin(eve);
        Sessions.Session second = sessions.begin(eve);
        for (int more = 0; more < Sessions.MAX - 1; more++) {
            assertThat(sessions.use(first.id())).isPresent();
            sessions.begin(eve);
        }

        assertThat(sessions.use(first.id())).isPresent();
        assertThat(sessions.use(second.id())).isEmpty();
    }
}

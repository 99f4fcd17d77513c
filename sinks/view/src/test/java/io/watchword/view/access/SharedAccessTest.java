package io.watchword.view.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedAccessTest {
    private static final String EVE = "oidc:eve";
    private static final Scopes YARD = Scopes.parse(List.of("read:stream:yard"));
    private static final Scopes GATE = Scopes.parse(List.of("read:stream:gate"));

    private final TestClock clock = new TestClock();
    private final SharedAccess one = new SharedAccess(Duration.ofDays(30), clock);

    /** Keeps the newest of each key, as the topic does. */
    private final Map<String, byte[]> kept = new LinkedHashMap<>();

    private final List<String> written = new ArrayList<>();

    private void keep(String key, byte @Nullable [] value) {
        written.add(key);
        if (value == null) {
            kept.remove(key);
        } else {
            kept.put(key, value);
        }
    }

    /** Another instance, or the next run. */
    private SharedAccess another() {
        SharedAccess another = new SharedAccess(Duration.ofDays(30), clock);
        kept.forEach(another::remember);
        return another;
    }

    @Test
    void whatAnOwnerWasGrantedLastHoldsAlsoAfterARestart() {
        one.tellTo(this::keep);
        one.see(EVE, YARD);
        assertThat(another().granted(EVE)).contains(YARD);
        one.see(EVE, GATE); // other rights now

        assertThat(one.granted(EVE)).contains(GATE);
        assertThat(another().granted(EVE)).contains(GATE);
        assertThat(another().goOnUntil(EVE)).contains(clock.instant().plus(Duration.ofDays(30)));
    }

    @Test
    void itEndsWhenTheOwnerIsNotSeenForLong() {
        one.tellTo(this::keep);
        one.see(EVE, YARD);
        clock.pass(Duration.ofDays(29));
        assertThat(another().granted(EVE)).contains(YARD);
        clock.pass(Duration.ofDays(1));

        assertThat(one.granted(EVE)).isEmpty();
        assertThat(another().granted(EVE)).isEmpty();
        one.see(EVE, YARD);
        assertThat(one.granted(EVE)).contains(YARD);
        assertThat(another().granted(EVE)).contains(YARD);
    }

    @Test
    void whoComesOftenIsNotedNowAndThen() {
        one.tellTo(this::keep);
        for (int minutes = 0; minutes < 8 * 60; minutes++) {
            one.see(EVE, YARD);
            clock.pass(Duration.ofMinutes(1));
        }

        assertThat(written).hasSize(2);
    }

    @Test
    void whatHappenedBeforeTheLogWasThereIsToldWhenItIs() {
        one.see(EVE, YARD);
        one.end("session", clock.instant().plusSeconds(60));
        one.tellTo(this::keep);

        assertThat(another().granted(EVE)).contains(YARD);
        assertThat(another().isEnded("session")).isTrue();
        assertThat(kept.toString() + kept.keySet()).doesNotContain("session"); // but its hash
    }

    @Test
    void anOlderRecordDoesNotTakeBackANewerOne() {
        one.tellTo(this::keep);
        one.see(EVE, YARD);
        Map<String, byte[]> older = new LinkedHashMap<>(kept);
        clock.pass(Duration.ofMinutes(1));
        one.see(EVE, GATE);
        older.forEach(one::remember); // one's own record, read back late

        assertThat(one.granted(EVE)).contains(GATE);
    }

    @Test
    void whatIsOfNoMoreUseIsForgotten() {
        one.tellTo(this::keep);
        one.end("session", clock.instant().plusSeconds(60));
        one.see(EVE, YARD);
        clock.pass(Duration.ofDays(31));
        another().tellTo(this::keep);

        assertThat(kept).isEmpty();
    }

    @Test
    void whatCannotBeReadIsPassedOver() {
        one.remember("seen:" + EVE, "no JSON".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(one.granted(EVE)).isEmpty();
    }
}

package io.watchword.it;

import static io.watchword.it.ToldEvents.PATIENCE;
import static io.watchword.it.ToldEvents.event;
import static io.watchword.it.ToldEvents.named;
import static io.watchword.it.ToldEvents.pages;
import static io.watchword.it.ToldEvents.set;
import static io.watchword.it.ToldEvents.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.EventCodec;
import io.watchword.contract.Topics;
import io.watchword.deploy.kafka.TopicScan;
import io.watchword.view.ViewConfig;
import io.watchword.view.access.AccessControl;
import io.watchword.view.access.Deed;
import io.watchword.view.access.Rights;
import io.watchword.view.access.Sessions;
import io.watchword.view.access.SharedAccess;
import io.watchword.view.access.Tenants;
import io.watchword.view.access.kafka.AccessTopic;
import io.watchword.view.feed.Cursor;
import io.watchword.view.kafka.View;
import io.watchword.view.timeline.EntryListener;
import io.watchword.view.timeline.Peers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view on a real broker: several instances, restarts, what it tells and to whom. */
class ViewIT {
    @SuppressWarnings("NullAway.Init") // by JUnit
    private static ToldEvents told;

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    private static Path directory;

    @BeforeAll
    static void start() throws Exception {
        told = new ToldEvents(directory.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        told.close();
    }

    private static View view(ViewConfig config, String state, EntryListener... listeners) {
        return View.start(
                told.bootstrap(),
                directory.resolve(state),
                config,
                Duration.ofDays(365),
                Peers.NONE,
                List.of(listeners));
    }

    @Test
    void whoSignsOutAtOneInstanceIsOutAtAllAndAfterARestart() throws Exception {
        Tenants one = new Tenants();
        SharedAccess elsewhere = new SharedAccess(Duration.ofDays(30), one.clock);
        Deed deed = new Deed("sign out", "", "", true);
        AccessControl other = one.instance(elsewhere);
        try (AccessTopic here = AccessTopic.open(told.bootstrap(), one.shared);
                AccessTopic there = AccessTopic.open(told.bootstrap(), elsewhere)) {
            Sessions.Session begun = one.control.signIn(one.jwt(claims -> {}), deed);
            String cookie = other.cookie(begun);
            assertThat(other.session(cookie)).isPresent();
            one.control.signOut(begun, deed);
            assertThat(one.control.session(cookie)).isEmpty();
            until("signed out elsewhere", () -> other.session(cookie).isEmpty());
            until("seen elsewhere", () -> other.rightsOf("oidc:alice").everyStream());

            SharedAccess next = new SharedAccess(Duration.ofDays(30), one.clock);
            try (AccessTopic again = AccessTopic.open(told.bootstrap(), next)) {
                assertThat(one.instance(next).session(cookie)).isEmpty();
                assertThat(one.instance(next).rightsOf("oidc:alice").everyStream()).isTrue();
            }
        }
    }

    @Test
    void goesOnAfterARestartWithWhatItKnewAndWhatWasToldMeanwhile() throws Exception {
        Set<String> expected = told.tell("again", 3, 0, 20);
        HeardEvents first = new HeardEvents();
        try (View view = view(named("again"), "again")) {
            assertThat(view.awaitReady(PATIENCE)).isTrue();
            until("timelines", () -> set(pages(view.timelines(), "again")).equals(expected));
            view.feed()
                    .follow(
                            Optional.empty(),
                            Rights.ALL,
                            entry -> entry.event().streamId().startsWith("again"),
                            first);
            expected.addAll(told.tell("again", 3, 20, 22));
            until("live events", () -> first.ids.size() == 6);
        }
        assertThat(first.cut).isTrue(); // told to come again
        Set<String> meanwhile = told.tell("again", 3, 22, 40);
        expected.addAll(meanwhile);
        told.send("again0", EventCodec.encode(event("again0", 1, 2))).get();
        byte[] bad = "no event".getBytes(UTF_8);
        told.send("again0", bad).get();

        HeardEvents again = new HeardEvents();
        List<String> heard = new ArrayList<>();
        try (View view = view(named("again"), "again", e -> heard.add(e.event().eventId()))) {
            assertThat(view.awaitReady(PATIENCE)).isTrue();
            view.feed()
                    .follow(
                            Optional.of(first.cursor),
                            Rights.ALL,
                            entry -> entry.event().streamId().startsWith("again"),
                            again);
            until("what was missed", () -> again.ids.size() > meanwhile.size());
            until("timelines", () -> set(pages(view.timelines(), "again")).equals(expected));
            List<String> replayed = new ArrayList<>();
            view.replay(entry -> replayed.add(entry.event().eventId()), Cursor.none());

            assertThat(view.timelines().event("again0-e1", Rights.ALL))
                    .map(entry -> entry.event().revision())
                    .contains(2);
            assertThat(again.ids).hasSize(meanwhile.size() + 1).contains("again0-e1");
            assertThat(set(again.ids)).containsAll(meanwhile);
            assertThat(heard).doesNotHaveDuplicates().hasSize(meanwhile.size() + 1);
            replayed.removeIf(id -> !id.startsWith("again"));
            assertThat(replayed).doesNotHaveDuplicates().hasSize(expected.size());
            assertThat(view.failure()).isEmpty();
        }
        List<String> dead = new ArrayList<>();
        TopicScan.all(
                told.bootstrap(),
                Topics.deadLetter(Topics.EVENTS),
                record -> dead.add(new String(record.value(), UTF_8)));
        assertThat(dead).contains("no event");
    }
}
